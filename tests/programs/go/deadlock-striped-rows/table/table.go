// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package table

import (
	"fixture.test/truth"
	"fmt"
	"sync"
	"time"
)

type stripe struct {
	sync.RWMutex
	rows map[uint32]string
}
type Table struct {
	stripes [8]*stripe
}

func New() *Table {
	t := &Table{}
	for i := range t.stripes {
		t.stripes[i] = &stripe{rows: map[uint32]string{}}
		truth.Address(fmt.Sprintf("s%d", i), t.stripes[i])
	}
	return t
}

func (t *Table) stripe(k uint32) *stripe { return t.stripes[k%8] }

func (t *Table) Move(from, to uint32) {
	a, b := t.stripe(from), t.stripe(to)
	a.Lock()
	defer a.Unlock()
	time.Sleep(50 * time.Millisecond)
	b.Lock() //@ second lock
	defer b.Unlock()
	b.rows[to] = a.rows[from]
}

func (t *Table) Sweep(k uint32) {
	for {
		s := t.stripe(k)
		s.Lock()
		s.rows = map[uint32]string{}
		s.Unlock()
		time.Sleep(time.Second)
	}
}
