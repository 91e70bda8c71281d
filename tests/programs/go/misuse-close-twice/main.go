// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Stop is called twice.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type server struct{ quit chan struct{} }

func (s *server) Stop() {
	close(s.quit) //@ crash close
}

func main() {
	truth.Role("main")
	kit.Start("hub cond")
	s := &server{quit: make(chan struct{})}
	defer s.Stop()
	time.Sleep(10 * time.Millisecond)
	s.Stop()
}
