// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package events

import "sync"

type Handler func(topic string, data any)

type Emitter struct {
	lock sync.RWMutex
	subs map[string][]*Sub
}

type Sub struct {
	e     *Emitter
	topic string
	h     Handler
}

func New() *Emitter { return &Emitter{subs: map[string][]*Sub{}} }

func (e *Emitter) On(topic string, h Handler) *Sub {
	e.lock.Lock()
	defer e.lock.Unlock()
	s := &Sub{e, topic, h}
	e.subs[topic] = append(e.subs[topic], s)
	return s
}

func (s *Sub) Close() { s.e.remove(s) }

func (e *Emitter) remove(s *Sub) {
	e.lock.Lock() //@ remove lock
	defer e.lock.Unlock()
	l := e.subs[s.topic]
	for i := range l {
		if l[i] == s {
			e.subs[s.topic] = append(l[:i:i], l[i+1:]...)
		}
	}
}

func (e *Emitter) Emit(topic string, data any) {
	e.lock.RLock() //@ emit rlock
	defer e.lock.RUnlock()
	for _, s := range e.subs[topic] {
		s.h(topic, data)
	}
}
