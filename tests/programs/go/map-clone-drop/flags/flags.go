// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package flags

import "maps"

type Flags struct{ on map[string]bool }

func New() *Flags {
	f := &Flags{on: map[string]bool{}}
	for i := 0; i < 3000; i++ {
		f.on[string(rune('a'+i%26))+string(rune('0'+i%10))+string(rune(i))] = true
	}
	return f
}

func (f *Flags) Map() map[string]bool { return f.on }

func (f *Flags) Snapshot() map[string]bool {
	return maps.Clone(f.on) //@ clone clone
}

func (f *Flags) Drop(k string) {
	delete(f.on, k) //@ del delete
}
