// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package rooms

import "sync"

// Room is one call.
type Room struct{ members []int }

// Manager knows the rooms.
type Manager struct {
	mu    sync.Mutex
	rooms map[string]*Room
}

// NewManager makes a manager.
func NewManager() *Manager { return &Manager{rooms: map[string]*Room{}} }

// Rooms returns the map.
func (m *Manager) Rooms() map[string]*Room { return m.rooms }

// Join puts a member into a room.
func (m *Manager) Join(id string, member int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := &Room{members: []int{member}}
	m.rooms[id] = r //@ join write
}

// Peek tells whether a room exists.
func (m *Manager) Peek(id string) bool {
	return m.rooms[id] != nil //@ peek read
}
