// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: four clerks lock four ledgers in a ring.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type ledger struct {
	sync.RWMutex
	rows int
}

func move(from, to *ledger, n int) {
	from.Lock()
	defer from.Unlock()
	time.Sleep(60 * time.Millisecond)
	to.Lock() //@ second lock
	defer to.Unlock()
	from.rows -= n
	to.rows += n
}

func audit(l *ledger) int {
	l.RLock()
	defer l.RUnlock()
	return l.rows
}

func main() {
	truth.Role("main")
	kit.Start("batch conns sleep")
	var all [4]*ledger
	for i := range all {
		all[i] = &ledger{}
		truth.Address("l"+strconv.Itoa(i), all[i])
	}
	for i := range all {
		go func(i int) {
			truth.Role("clerk-" + strconv.Itoa(i))
			move(all[i], all[(i+1)%4], i)
		}(i)
	}
	time.Sleep(120 * time.Millisecond)
	for i := 0; i < 2; i++ {
		go func(i int) {
			truth.Role("auditor-" + strconv.Itoa(i))
			audit(all[i])
		}(i)
	}
	time.Sleep(150 * time.Millisecond)
	truth.Ready()
	select {}
}
