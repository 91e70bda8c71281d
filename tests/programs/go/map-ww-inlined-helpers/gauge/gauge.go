// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package gauge

import (
	"strconv"
	"sync"
)

type vec struct{ m map[string]float64 }

// Registry keeps gauges.
type Registry struct {
	mu     sync.Mutex
	values vec
	units  vec
}

// NewRegistry makes one.
func NewRegistry() *Registry {
	return &Registry{values: vec{map[string]float64{}}, units: vec{map[string]float64{}}}
}

// Values returns the map.
func (r *Registry) Values() map[string]float64 { return r.values.m }

// Observe stores a value.
func (r *Registry) Observe(name string, core int, v float64) {
	r.values.with(label(name, core), v)
}

// Describe stores something else under the lock.
func (r *Registry) Describe(name string, core int) {
	r.mu.Lock()
	r.units.other(label(name, core), 1)
	r.mu.Unlock()
}

func label(name string, core int) string { return name + "_" + strconv.Itoa(core) }

func (v *vec) with(key string, x float64) { v.store(key, x) }

func (v *vec) store(key string, x float64) { v.put(key, x) }

func (v *vec) put(key string, x float64) {
	v.m[key] = x //@ set write
}

func (v *vec) other(key string, x float64) { v.m[key] = x }
