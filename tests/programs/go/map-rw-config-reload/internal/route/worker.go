// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package route

import (
	"fmt"

	"fixture.test/truth"
	"github.com/acme/edgeproxy/internal/config"
)

// Request is one request.
type Request struct{ Host, Path string }

// Worker picks backends.
type Worker struct {
	id   int
	conf *config.Store
}

// NewWorker makes a worker.
func NewWorker(id int, conf *config.Store) *Worker { return &Worker{id: id, conf: conf} }

// Run serves requests.
func (w *Worker) Run(reqs <-chan Request) {
	truth.Role(fmt.Sprintf("worker-%d", w.id))
	for r := range reqs {
		w.serve(r)
	}
}

func (w *Worker) serve(r Request) int {
	n := 0
	for i := 0; i < 200; i++ {
		n += len(w.backend(r, i))
	}
	return n
}

func (w *Worker) backend(r Request, i int) string {
	if o := w.conf.Override(r.Host); o != "" {
		return o
	}
	v, ok := w.conf.Get(keys[i%len(keys)])
	if !ok {
		return "none"
	}
	return v
}

var keys = func() []string {
	var k []string
	for i := 0; i < 97; i++ {
		k = append(k, fmt.Sprintf("route.%d.backend", i))
	}
	return k
}()
