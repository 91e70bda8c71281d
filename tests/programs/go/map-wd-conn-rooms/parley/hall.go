// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package parley

import (
	"sync"

	"fixture.test/truth"
)

// Guest sits.
type Guest struct{ Name string }

// Hall has seats.
type Hall struct {
	seats map[int]*Guest
	mu    sync.Mutex
	notes map[int]string
}

// New makes a hall.
func New() *Hall {
	h := &Hall{seats: map[int]*Guest{}, notes: map[int]string{}}
	truth.Address("map", h.seats)
	return h
}

// Sit takes a seat.
func (h *Hall) Sit(n int, g *Guest) {
	h.seats[n] = g //@ sit write
}

// Stand leaves it.
func (h *Hall) Stand(n int) {
	delete(h.seats, n) //@ stand delete
}

// Note writes one down.
func (h *Hall) Note(n int, s string) {
	h.mu.Lock()
	h.notes[n] = s
	h.mu.Unlock()
}
