// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package topic

import (
	"sync"

	"fixture.test/truth"
)

// Topic has subscribers.
type Topic struct {
	mu   sync.Mutex
	subs map[chan string]bool
}

// New makes a topic.
func New() *Topic {
	t := &Topic{subs: map[chan string]bool{}}
	truth.Address("topic.Topic.mu", &t.mu)
	return t
}

// Join subscribes.
func (t *Topic) Join() chan string {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := make(chan string)
	t.subs[c] = true
	return c
}

// Publish sends to everybody.
func (t *Topic) Publish(msg string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for c := range t.subs {
		c <- msg //@ send send
	}
}

// Leave unsubscribes.
func (t *Topic) Leave(c chan string) {
	t.mu.Lock() //@ leave lock
	defer t.mu.Unlock()
	delete(t.subs, c)
}
