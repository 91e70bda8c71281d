// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package tide

import (
	"iter"

	"fixture.test/truth"
)

// Row is one reading.
type Row struct{ Level int }

// Table holds readings.
type Table struct{ rows map[string]Row }

// New makes a table.
func New() *Table { return &Table{rows: map[string]Row{}} }

// Announce tells the truth.
func (t *Table) Announce() { truth.Address("map", t.rows) }

// All yields every reading.
func (t *Table) All() iter.Seq2[string, Row] {
	return func(yield func(string, Row) bool) {
		for k, r := range t.rows { //@ all iterate fn=tide.(*Table).All.func1
			if !yield(k, r) {
				return
			}
		}
	}
}

// Put sets a reading.
func (t *Table) Put(station string, level int) {
	t.rows[station] = Row{level} //@ put write
}
