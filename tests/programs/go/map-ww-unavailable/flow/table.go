// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package flow

// Table counts bytes by flow.
type Table struct{ bytes map[uint32]uint64 }

// NewTable makes a table.
func NewTable() *Table { return &Table{bytes: map[uint32]uint64{}} }

// Bytes returns the map.
func (t *Table) Bytes() map[uint32]uint64 { return t.bytes }

// Count adds.
func (t *Table) Count(id uint32, n uint64) {
	t.bytes[id] += n //@ count write
}
