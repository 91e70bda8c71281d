// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package broker

import "sync"

type base struct {
	subs map[string][]int

	mu       sync.Mutex
	retained map[string]bool
}

// Broker is the server.
type Broker struct {
	name string
	base
}

// New makes a broker.
func New() *Broker {
	return &Broker{name: "edge", base: base{subs: map[string][]int{}, retained: map[string]bool{}}}
}

// Subs returns the map.
func (b *base) Subs() map[string][]int { return b.subs }

// Subscribe adds a client to a topic.
func (b *base) Subscribe(topic string, id int) {
	b.subs[topic] = []int{id} //@ sub write
}

// Retain is locked.
func (b *base) Retain(topic string) {
	b.mu.Lock()
	b.retained[topic] = true
	b.mu.Unlock()
}

// Mirror subscribes the bridge.
func (b *Broker) Mirror(topics []string) {
	for _, t := range topics {
		b.subs[t] = append(b.subs[t][:0:0], len(b.name)) //@ bridge write
	}
}
