// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package flow

// Vars is what a task knows.
type Vars interface {
	Get(name string) (interface{}, bool)
	Set(name string, v interface{})
}

// Bag is a Vars of a map.
type Bag map[string]interface{}

// NewBag makes one.
func NewBag() Bag { return Bag{} }

// Get reads.
func (b Bag) Get(name string) (interface{}, bool) {
	v, ok := b[name] //@ get read
	return v, ok
}

// Set writes.
func (b Bag) Set(name string, v interface{}) {
	b[name] = v //@ set write
}

// Task has variables.
type Task struct {
	name string
	vars Vars
}

// NewTask makes one.
func NewTask(name string, v Vars) *Task { return &Task{name, v} }

// Run sets an output.
func (t *Task) Run(out string, n int) { t.vars.Set(out, n) }

// Lookup reads one.
func (t *Task) Lookup(out string) interface{} {
	v, _ := t.vars.Get(out)
	return v
}
