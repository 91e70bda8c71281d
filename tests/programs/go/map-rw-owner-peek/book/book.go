// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package book

import "fixture.test/truth"

type posting struct {
	account int
	amount  int64
}

// Owner owns accounts.
type Owner struct {
	accounts map[int]int64
	in       chan posting
}

// NewOwner makes one.
func NewOwner() *Owner {
	o := &Owner{map[int]int64{}, make(chan posting, 64)}
	truth.Address("map", o.accounts)
	return o
}

// Loop serves.
func (o *Owner) Loop() {
	truth.Role("owner")
	for p := range o.in {
		o.accounts[p.account] += p.amount //@ apply write
	}
}

// Post asks the owner.
func (o *Owner) Post(account int, amount int64) { o.in <- posting{account, amount} }

// Balance does not.
func (o *Owner) Balance(account int) int64 {
	return o.accounts[account] //@ peek read
}
