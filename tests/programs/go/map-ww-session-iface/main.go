// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a store behind an interface; the handler's Ensure and the importer's Bulk write one map.
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/portal/mem"
)

// Store keeps sessions.
type Store interface {
	Ensure(id string) int
	Bulk(ids []string)
}

type server struct{ s Store }

func (v *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	truth.Role("http-" + r.URL.Query().Get("c"))
	for i := 0; i < 200; i++ {
		v.s.Ensure(r.URL.RawQuery + fmt.Sprint(i))
	}
	w.WriteHeader(http.StatusNoContent)
}

func main() {
	truth.Role("main")
	kit.Start("conns sleep")
	m := mem.New()
	m.Announce()
	v := &server{s: m}
	for c := 0; c < 3; c++ {
		c := c
		go func() {
			for n := 0; ; n++ {
				w := httptest.NewRecorder()
				v.ServeHTTP(w, httptest.NewRequest("GET", fmt.Sprintf("/?c=%d", c), nil))
			}
		}()
	}
	go nightly(m)
	time.Sleep(12 * time.Second)
}

func nightly(s Store) {
	truth.Role("import")
	for n := 0; ; n++ {
		s.Bulk([]string{fmt.Sprint("a", n%50), fmt.Sprint("b", n%70)})
	}
}
