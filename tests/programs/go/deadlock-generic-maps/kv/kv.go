// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package kv

import (
	"sync"
	"time"
)

type Map[K comparable, V any] struct {
	mu sync.RWMutex
	m  map[K]V
}

func NewMap[K comparable, V any]() *Map[K, V] { return &Map[K, V]{m: map[K]V{}} }
func (m *Map[K, V]) Update(k K, f func(V) V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.m[k] = f(m.m[k])
}
func (m *Map[K, V]) Each(f func(K, V)) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	for k, v := range m.m {
		time.Sleep(20 * time.Millisecond)
		f(k, v)
	}
}
