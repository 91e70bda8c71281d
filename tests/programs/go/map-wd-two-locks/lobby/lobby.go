// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package lobby

import (
	"sync"

	"fixture.test/truth"
)

// Lobby has rooms.
type Lobby struct {
	opening, reaping sync.Mutex
	rooms            map[string]int
}

// New makes one.
func New() *Lobby {
	l := &Lobby{rooms: map[string]int{}}
	truth.Address("map", l.rooms)
	return l
}

// Open opens a room.
func (l *Lobby) Open(name string) {
	l.opening.Lock()
	defer l.opening.Unlock()
	l.rooms[name]++ //@ open write
}

// Reap closes one.
func (l *Lobby) Reap(name string) {
	l.reaping.Lock()
	defer l.reaping.Unlock()
	delete(l.rooms, name) //@ reap delete
}
