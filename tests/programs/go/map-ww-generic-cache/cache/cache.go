// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package cache

// Cache is a bounded map.
type Cache[K comparable, V any] struct {
	items map[K]V
	order []K
	limit int
}

// New makes a cache.
func New[K comparable, V any](limit int) *Cache[K, V] {
	return &Cache[K, V]{items: make(map[K]V), limit: limit}
}

// Items returns the map.
func (c *Cache[K, V]) Items() map[K]V { return c.items }

// Put stores a value.
func (c *Cache[K, V]) Put(k K, v V) {
	c.items[k] = v //@ put write
}
