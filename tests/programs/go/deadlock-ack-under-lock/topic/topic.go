// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package topic

import (
	"sync"
	"time"
)

type delivery struct {
	body string
	ack  chan error
}

type Topic struct {
	mu   sync.Mutex
	subs map[string]chan delivery
}

func New() *Topic { return &Topic{subs: map[string]chan delivery{}} }

func (t *Topic) Subscribe(name string) <-chan delivery {
	t.mu.Lock() //@ topic lock
	defer t.mu.Unlock()
	c := make(chan delivery, 1)
	t.subs[name] = c
	return c
}

func (t *Topic) Publish(body string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	acks := make(chan error)
	for _, s := range t.subs {
		s <- delivery{body, acks}
	}
	for range t.subs {
		if err := <-acks; err != nil { //@ ack recv
			return err
		}
	}
	return nil
}

func (t *Topic) Names() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.subs)
}

func Consume(t *Topic, name string) {
	c := t.Subscribe(name)
	for d := range c {
		time.Sleep(20 * time.Millisecond)
		c = t.Subscribe(name)
		d.ack <- nil
	}
}
