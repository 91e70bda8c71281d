// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two members each send a vote on an unbuffered channel before they read their own.
package main

import (
	"fixture.test/truth"
)

type member struct {
	name  string
	inbox chan string
	peer  *member
}

func (m *member) alpha() {
	truth.Role("alpha")
	for {
		m.peer.inbox <- "vote " + m.name //@ ask-alpha send
		<-m.inbox
	}
}

func (m *member) beta() {
	truth.Role("beta")
	for {
		m.peer.inbox <- "vote " + m.name //@ ask-beta send
		<-m.inbox
	}
}

func main() {
	truth.Role("main")
	a, b := &member{name: "a", inbox: make(chan string)}, &member{name: "b", inbox: make(chan string)}
	a.peer, b.peer = b, a
	truth.Address("to-alpha", a.inbox)
	truth.Address("to-beta", b.inbox)
	done := make(chan bool)
	go a.alpha()
	go b.beta()
	<-done
}
