// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fixture.test/truth"
	"github.com/acme/gossipd/peer"
)

func main() {
	truth.Role("main")
	a, b := peer.New("a"), peer.New("b")
	quit := make(chan struct{})
	done := make(chan struct{}, 2)
	for _, p := range []struct {
		from, to *peer.Peer
		role     string
	}{{a, b, "peer-a"}, {b, a, "peer-b"}} {
		p := p
		go func() {
			truth.Role(p.role)
			p.from.Talk(p.to, quit)
			done <- struct{}{}
		}()
	}
	<-done
	<-done
}
