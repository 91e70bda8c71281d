// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package watch

import "fixture.test/truth"

type Event struct{ rev int }

type Hub struct {
	events chan Event
	add    chan *Sub
	remove chan *Sub
	subs   map[*Sub]bool
}

type Sub struct {
	C chan Event
	h *Hub
}

func New() *Hub {
	h := &Hub{make(chan Event), make(chan *Sub), make(chan *Sub), map[*Sub]bool{}}
	go h.dispatch()
	return h
}

func (h *Hub) dispatch() {
	truth.Role("disp")
	for {
		select {
		case s := <-h.add:
			h.subs[s] = true
		case s := <-h.remove:
			delete(h.subs, s)
		case e := <-h.events:
			h.fanout(e)
		}
	}
}

func (h *Hub) fanout(e Event) {
	for s := range h.subs {
		s.C <- e //@ deliver send
	}
}

func (h *Hub) Publish(rev int) { h.events <- Event{rev} }

func (h *Hub) Subscribe() *Sub {
	s := &Sub{make(chan Event), h}
	h.add <- s
	return s
}

func (s *Sub) Cancel() {
	s.h.remove <- s //@ cancel send
}
