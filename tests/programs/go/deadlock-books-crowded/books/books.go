// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package books

import (
	"fixture.test/truth"
	"sync"
	"time"
)

type Books struct {
	cashMu  sync.Mutex
	cash    int
	debtMu  sync.Mutex
	debt    int
	monthMu sync.Mutex
	month   int
}

func New() *Books {
	b := &Books{}
	truth.Address("a", &b.cashMu)
	truth.Address("b", &b.debtMu)
	truth.Address("c", &b.monthMu)
	return b
}

func (b *Books) Pay() {
	b.cashMu.Lock()
	defer b.cashMu.Unlock()
	time.Sleep(40 * time.Millisecond)
	b.debtMu.Lock() //@ p lock
	defer b.debtMu.Unlock()
	b.debt -= b.cash
}

func (b *Books) Refund() {
	b.debtMu.Lock()
	defer b.debtMu.Unlock()
	time.Sleep(40 * time.Millisecond)
	b.monthMu.Lock() //@ r lock
	defer b.monthMu.Unlock()
	b.debt += b.month
}

func (b *Books) CloseMonth() {
	b.monthMu.Lock()
	defer b.monthMu.Unlock()
	time.Sleep(40 * time.Millisecond)
	b.cashMu.Lock() //@ c lock
	defer b.cashMu.Unlock()
	b.month++
}

func (b *Books) Cash() int {
	b.cashMu.Lock()
	defer b.cashMu.Unlock()
	return b.cash
}

func (b *Books) Debt() int {
	b.debtMu.Lock()
	defer b.debtMu.Unlock()
	return b.debt
}

func (b *Books) Month() int {
	b.monthMu.Lock()
	defer b.monthMu.Unlock()
	return b.month
}
