// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package rooms

import (
	"sync"

	"fixture.test/truth"
)

// Peer is one socket.
type Peer struct {
	ID int
	In chan []byte
}

// World has rooms.
type World struct {
	m     map[string]map[*Peer]bool
	mu    sync.Mutex
	notes map[string]int
}

// NewWorld makes rooms.
func NewWorld(names ...string) *World {
	w := &World{m: map[string]map[*Peer]bool{}, notes: map[string]int{}}
	for _, n := range names {
		w.m[n] = map[*Peer]bool{}
	}
	return w
}

// Announce tells the truth.
func (w *World) Announce(room string) { truth.Address("map", w.m[room]) }

// Enter joins a room.
func (w *World) Enter(room string, p *Peer) {
	w.m[room][p] = true //@ enter write
}

// Quit goes away.
func (w *World) Quit(room string, p *Peer) {
	delete(w.m[room], p) //@ quit delete
}

// Fan sends to all.
func (w *World) Fan(room string, b []byte) {
	for p := range w.m[room] { //@ fan iterate
		select {
		case p.In <- b:
		default:
		}
	}
}

// Note counts.
func (w *World) Note(room string) {
	w.mu.Lock()
	w.notes[room]++
	w.mu.Unlock()
}
