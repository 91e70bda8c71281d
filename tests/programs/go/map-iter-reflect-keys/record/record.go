// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package record

import "reflect"

// Record is a row.
type Record struct{ cols map[string]interface{} }

// New makes a record.
func New() *Record { return &Record{cols: map[string]interface{}{}} }

// Cols returns the columns.
func (r *Record) Cols() map[string]interface{} { return r.cols }

// Set writes a column.
func (r *Record) Set(name string, v interface{}) {
	r.cols[name] = v //@ set write
}

// Walk visits the keys of any map.
func Walk(m interface{}, visit func(string)) {
	it := reflect.ValueOf(m).MapRange()
	for it.Next() { //@ walk iterate
		visit(it.Key().String())
	}
}
