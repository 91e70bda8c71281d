// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package reg

import "sync"

type Registry[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]V
}

func New[K comparable, V any]() *Registry[K, V] { return &Registry[K, V]{m: map[K]V{}} }

func (r *Registry[K, V]) Range(f func(K, V) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, v := range r.m {
		if !f(k, v) {
			return
		}
	}
}

func (r *Registry[K, V]) Delete(k K) {
	r.mu.Lock() //@ del lock fn=(*Registry[...]).Delete
	delete(r.m, k)
	r.mu.Unlock()
}

func (r *Registry[K, V]) Set(k K, v V) {
	r.mu.Lock()
	r.m[k] = v
	r.mu.Unlock()
}
