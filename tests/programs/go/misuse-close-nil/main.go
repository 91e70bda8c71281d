// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the channel was never made.
package main

import "fixture.test/truth"

type server struct{ quit chan struct{} }

func (s *server) Stop() {
	close(s.quit) //@ crash close
}

func main() {
	truth.Role("main")
	(&server{}).Stop()
}
