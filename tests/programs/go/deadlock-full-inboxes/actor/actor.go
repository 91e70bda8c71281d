// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package actor

import "fixture.test/truth"

type msg struct {
	from *Actor
	n    int
}
type Actor struct {
	name  string
	inbox chan msg
	seen  int
}

func New(name string, n int) *Actor {
	a := &Actor{name: name, inbox: make(chan msg, n)}
	truth.Address(name, a.inbox)
	return a
}

func (a *Actor) Tell(from *Actor, n int) {
	a.inbox <- msg{from, n} //@ tell send
}

func (a *Actor) Listen() {
	for m := range a.inbox {
		a.seen += m.n
	}
}

func (a *Actor) Run(peer *Actor) {
	truth.Role(a.name)
	for i := 0; ; i++ {
		peer.Tell(a, i)
		peer.Tell(a, i)
		m := <-a.inbox
		a.seen += m.n
	}
}
