// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package hub

import (
	"sync"

	"fixture.test/truth"
)

// Conn is a connection.
type Conn struct{ ID int }

// Hub knows all connections.
type Hub struct {
	conns map[*Conn]struct{}

	mu    sync.Mutex
	rooms map[int]int
}

// New makes a hub.
func New() *Hub { return &Hub{conns: map[*Conn]struct{}{}, rooms: map[int]int{}} }

// Conns returns the map.
func (h *Hub) Conns() map[*Conn]struct{} { return h.conns }

// Handle serves one connection.
func (h *Hub) Handle(c *Conn) {
	h.register(c)
	defer h.unregister(c)
	h.enter(c.ID)
}

func (h *Hub) register(c *Conn) {
	h.conns[c] = struct{}{} //@ register write
}

func (h *Hub) unregister(c *Conn) {
	delete(h.conns, c) //@ unregister delete
}

func (h *Hub) enter(room int) {
	h.mu.Lock()
	h.rooms[room]++
	h.mu.Unlock()
}

// Broadcast waits for messages.
func (h *Hub) Broadcast(in chan string) {
	truth.Role("broadcast")
	for range in {
		for c := range h.conns {
			_ = c
		}
	}
}
