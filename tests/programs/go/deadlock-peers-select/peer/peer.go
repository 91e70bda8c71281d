// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package peer

// Peer talks to others.
type Peer struct {
	name  string
	inbox chan string
}

// New makes one.
func New(name string) *Peer { return &Peer{name, make(chan string)} }

// Talk says something and listens then.
func (p *Peer) Talk(to *Peer, quit chan struct{}) {
	select { //@ offer send
	case to.inbox <- "hello from " + p.name:
	case <-quit:
		return
	}
	<-p.inbox
}
