// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package pipeline

import (
	"fmt"
	"hash/fnv"
	"time"

	"fixture.test/truth"
	"github.com/acme/auditd/pkg/event"
)

// Pipeline derives, matches and enriches events.
type Pipeline struct{ current *event.Event }

// New makes a pipeline.
func New(e *event.Event) *Pipeline { return &Pipeline{current: e} }

// Enrich adds container data to the current event.
func (p *Pipeline) Enrich() {
	truth.Role("enricher")
	for n := 0; ; n++ {
		p.current.Set("container", n)
		p.current.Set("pod", n)
		if n%100 == 0 {
			time.Sleep(20 * time.Microsecond)
		}
	}
}

// Match fills an event that no other goroutine knows.
func (p *Pipeline) Match(i int) {
	truth.Role("matcher")
	for {
		own := event.New("signature", 4)
		for n := 0; n < 500; n++ {
			own.Set(keys[n%len(keys)], n)
		}
		time.Sleep(time.Millisecond)
	}
}

// Compile computes.
func (p *Pipeline) Compile() {
	truth.Role("compiler")
	h := fnv.New64a()
	for {
		fmt.Fprintf(h, "rule-%d", h.Sum64())
	}
}

// Sink drops what was printed.
func (p *Pipeline) Sink(in <-chan []byte) {
	truth.Role("sink")
	for range in {
	}
}

// Stats waits for a request.
func (p *Pipeline) Stats(req chan struct{}) {
	truth.Role("stats")
	for {
		select {
		case <-req:
		case <-time.After(time.Minute):
		}
	}
}

var keys = []string{"uid", "gid", "comm", "exe", "cwd", "ppid", "tty"}
