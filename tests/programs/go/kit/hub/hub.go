// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package hub fans messages out to subscribers that wait on channels.
package hub

import (
	"sync"

	"fixture.test/truth"
)

// Hub has one channel for each subscriber.
type Hub struct {
	mu   sync.RWMutex
	subs map[int]chan string
}

// Serve starts a hub with n subscribers.
func Serve(n int) {
	h := &Hub{subs: map[int]chan string{}}
	for i := 0; i < n; i++ {
		go h.subscriber(i)
	}
}

func (h *Hub) subscriber(i int) {
	truth.Role("kit-subscriber")
	c := make(chan string)
	h.mu.Lock()
	h.subs[i] = c
	h.mu.Unlock()
	for range c {
	}
}
