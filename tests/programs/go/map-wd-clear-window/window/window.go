// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package window

import "fixture.test/truth"

type key struct {
	addr uint32
	port uint16
}

// Counter counts hits.
type Counter struct{ hits map[key]uint32 }

// New makes one.
func New() *Counter { return &Counter{map[key]uint32{}} }

// Announce tells the truth.
func (c *Counter) Announce() { truth.Address("map", c.hits) }

// Hit counts one.
func (c *Counter) Hit(addr uint32, port uint16) {
	c.hits[key{addr, port}]++ //@ hit write
}

// Roll begins anew.
func (c *Counter) Roll() {
	clear(c.hits) //@ roll clear
}
