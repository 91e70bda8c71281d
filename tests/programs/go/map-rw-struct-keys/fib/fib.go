// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package fib

import "fixture.test/truth"

// Prefix is a network.
type Prefix struct {
	Net  string
	Bits int
}

var table = map[Prefix]string{}

// Announce tells the truth.
func Announce() { truth.Address("map", table) }

// Lookup finds a hop.
func Lookup(p Prefix) (string, bool) {
	h, ok := table[p] //@ lookup read
	return h, ok
}

// Learn sets one.
func Learn(p Prefix, hop string) {
	table[p] = hop //@ learn write
}

// Forget drops one.
func Forget(p Prefix) {
	delete(table, p) //@ forget delete
}
