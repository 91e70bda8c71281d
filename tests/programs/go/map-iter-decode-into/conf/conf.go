// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package conf

import "encoding/json"

// Live is a configuration that changes.
type Live struct {
	gen    int
	values map[string]int
}

// New makes one.
func New() *Live { return &Live{values: map[string]int{"x": 1, "y": 2}} }

// Values returns the map.
func (l *Live) Values() map[string]int { return l.values }

// Reload reads new values over the old ones.
func (l *Live) Reload(text []byte) error {
	l.gen++
	return json.Unmarshal(text, &l.values) //@ decode write
}

// Sum adds all up.
func (l *Live) Sum() (n int) {
	for _, v := range l.values { //@ range iterate
		n += v
	}
	return n
}
