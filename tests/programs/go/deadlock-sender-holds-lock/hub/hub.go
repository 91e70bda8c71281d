// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package hub

import "sync"

// Hub passes events on.
type Hub struct {
	mu     sync.Mutex
	events chan int
	sent   int
}

// New makes one.
func New(n int) *Hub { return &Hub{events: make(chan int, n)} }

// Publish sends an event.
func (h *Hub) Publish(n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sent++
	h.events <- n //@ send send
}

// Drain takes all events.
func (h *Hub) Drain() {
	for {
		h.note()
		<-h.events
	}
}

func (h *Hub) note() {
	h.mu.Lock() //@ drain lock
	h.sent--
	h.mu.Unlock()
}

// Stats tells how many.
func (h *Hub) Stats() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.sent
}
