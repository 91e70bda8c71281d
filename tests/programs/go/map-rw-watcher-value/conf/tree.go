// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package conf

import (
	"strings"

	"fixture.test/truth"
)

// Tree holds the settings.
type Tree struct{ v map[string]string }

// NewTree makes one.
func NewTree() *Tree {
	return &Tree{v: map[string]string{"limits.soft": "1", "limits.hard": "2"}}
}

// Announce tells the truth.
func (t *Tree) Announce() { truth.Address("map", t.v) }

// V is a setting.
func (t *Tree) V(k string) string {
	return t.v[k] //@ val read fn=(*Tree).V
}

// OnChange takes a file's text.
func (t *Tree) OnChange(path, text string) {
	for _, line := range strings.Split(text, "\n") {
		if i := strings.IndexByte(line, '='); i > 0 {
			t.v[line[:i]] = line[i+1:] //@ onchange write
		}
	}
	t.v["loaded:"+path] = text //@ onchange write
}
