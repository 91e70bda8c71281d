// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package cluster

import (
	"strconv"
	"time"

	"fixture.test/truth"
)

// View is what a node knows.
type View struct{ members map[string]bool }

// NewView makes a view.
func NewView() *View {
	v := &View{map[string]bool{}}
	truth.Address("map", v.members)
	return v
}

// Probe asks for ever.
func (v *View) Probe(i int) {
	truth.Role("probe-" + strconv.Itoa(i))
	up := 0
	for n := 0; ; n++ {
		if v.members["node"+strconv.Itoa(n%64)] { //@ alive read
			up++
		}
	}
}

// Gossip changes the view.
func (v *View) Gossip(every time.Duration) {
	truth.Role("gossip")
	t := time.NewTicker(every)
	for n := 0; ; n++ {
		<-t.C
		for i := 0; i < 16; i++ {
			v.members["node"+strconv.Itoa(n%64)] = true //@ join write
			n++
		}
		delete(v.members, "node"+strconv.Itoa((n+32)%64)) //@ leave delete
	}
}
