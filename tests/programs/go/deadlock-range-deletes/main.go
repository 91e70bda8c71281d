// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/rangedeletes/reg"
)

type session struct{ last time.Time }

func sweep(r *reg.Registry[string, *session]) {
	r.Range(func(id string, s *session) bool {
		if time.Since(s.last) > 0 {
			r.Delete(id)
		}
		return true
	})
}

func main() {
	truth.Role("main")
	kit.Start("lru cond hub")
	r := reg.New[string, *session]()
	r.Set("a", &session{})
	go func() { truth.Role("sweep"); sweep(r) }()
	time.Sleep(60 * time.Millisecond)
	for i := 0; i < 6; i++ {
		go func() { truth.Role("set"); r.Set("b", nil) }()
	}
	time.Sleep(60 * time.Millisecond)
	truth.Ready()
	select {}
}
