// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package cache

import (
	"time"

	"fixture.test/truth"
)

// Q is a question.
type Q struct {
	Name string
	Type uint16
}

// A is an answer.
type A struct {
	IP  [4]byte
	Die int64
}

// Answers keeps answers.
type Answers struct {
	rr map[Q]A
}

// New makes one.
func New() *Answers { return &Answers{rr: make(map[Q]A)} }

// Announce tells the truth.
func (a *Answers) Announce() { truth.Address("map", a.rr) }

// Resolve answers.
func (a *Answers) Resolve(q Q) A {
	r := A{IP: [4]byte{10, 0, byte(q.Type), 1}, Die: time.Now().UnixNano() + 1e6}
	a.rr[q] = r //@ answer write
	return r
}

// Janitor drops what is old.
func (a *Answers) Janitor() {
	truth.Role("janitor")
	for n := 0; ; n++ {
		delete(a.rr, Q{"host" + string(rune('0'+n%10)) + ".example", 1}) //@ drop delete
		if n%4096 == 0 {
			time.Sleep(time.Millisecond)
		}
	}
}
