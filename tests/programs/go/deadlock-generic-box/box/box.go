// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package box

import (
	"sync"
	"time"
)

// Box holds a value.
type Box[T any] struct {
	name string
	sync.Mutex
	values []T
}

// New makes one.
func New[T any](name string, v T) *Box[T] { return &Box[T]{name: name, values: []T{v}} }

// Merge takes over what the other has.
func (b *Box[T]) Merge(other *Box[T]) {
	b.Lock()
	defer b.Unlock()
	time.Sleep(50 * time.Millisecond)
	b.values = append(b.values, other.drain()...)
}

func (b *Box[T]) drain() []T {
	b.Lock() //@ second lock
	defer b.Unlock()
	v := b.values
	b.values = nil
	return v
}
