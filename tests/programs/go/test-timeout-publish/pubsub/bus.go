// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package pubsub passes messages on. Bug: Pub sends with the lock held, and the subscriber needs the lock.
package pubsub

import "sync"

// Bus is a bus.
type Bus struct {
	mu   sync.Mutex
	subs []chan string
}

// Sub adds a subscriber.
func (b *Bus) Sub() chan string {
	b.mu.Lock() //@ sub lock
	defer b.mu.Unlock()
	c := make(chan string)
	b.subs = append(b.subs, c)
	return c
}

// Pub sends to all.
func (b *Bus) Pub(m string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.subs {
		c <- m //@ pub send
	}
}
