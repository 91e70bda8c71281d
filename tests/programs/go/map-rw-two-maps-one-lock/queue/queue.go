// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package queue

import "sync"

// Matcher puts players in rooms.
type Matcher struct {
	mu       sync.RWMutex
	byRoom   map[string][]int
	byPlayer map[int]string
}

// New makes one.
func New() *Matcher { return &Matcher{byRoom: map[string][]int{}, byPlayer: map[int]string{}} }

// Players returns a map.
func (m *Matcher) Players() map[int]string { return m.byPlayer }

// Rooms returns a map.
func (m *Matcher) Rooms() map[string][]int { return m.byRoom }

// Join seats a player.
func (m *Matcher) Join(player int, room string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.byRoom[room] = append(m.byRoom[room][:0], player)
	m.byPlayer[player] = room //@ join write
}

// Close empties a room.
func (m *Matcher) Close(room string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.byRoom, room)
}

// Poll tells where a player is.
func (m *Matcher) Poll(player int) string {
	room, ok := m.byPlayer[player] //@ poll read
	if !ok {
		return "waiting"
	}
	return room
}
