// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package bus

import "fixture.test/truth"

// Bus hands events to hooks.
type Bus struct{ hooks map[string]func(int) }

// New makes a bus.
func New() *Bus {
	b := &Bus{hooks: map[string]func(int){}}
	truth.Address("map", b.hooks)
	return b
}

// On adds a hook.
func (b *Bus) On(topic string, f func(int)) {
	b.hooks[topic] = f //@ hook write
}

// Emit calls the hook of a topic.
func (b *Bus) Emit(topic string, n int) {
	if f := b.hooks[topic]; f != nil { //@ emit read
		f(n)
	}
}
