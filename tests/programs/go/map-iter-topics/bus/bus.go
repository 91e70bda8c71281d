// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package bus

import (
	"sync"

	"fixture.test/truth"
)

type topic struct {
	ears map[int]chan string
}

// Bus has topics.
type Bus struct {
	mu     sync.Mutex
	topics map[string]*topic
	counts map[string]int
}

// New makes a bus.
func New() *Bus {
	return &Bus{topics: map[string]*topic{"prices": {ears: map[int]chan string{}}}, counts: map[string]int{}}
}

// Announce tells the truth.
func (b *Bus) Announce(t string) { truth.Address("map", b.topics[t].ears) }

func (b *Bus) topic(name string) *topic {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.topics[name]
}

// Listen adds an ear.
func (b *Bus) Listen(name string, id int, c chan string) {
	t := b.topic(name)
	t.ears[id] = c //@ listen write
}

// Hangup takes an ear away.
func (b *Bus) Hangup(name string, id int) {
	t := b.topic(name)
	delete(t.ears, id) //@ hangup delete
}

// Emit tells all ears.
func (b *Bus) Emit(name, msg string) {
	t := b.topic(name)
	for _, c := range t.ears { //@ emit iterate
		select {
		case c <- msg:
		default:
		}
	}
}

// Count counts.
func (b *Bus) Count(name string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts[name]++
	return b.counts[name]
}
