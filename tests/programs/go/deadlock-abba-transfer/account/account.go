// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package account

import (
	"sync"

	"fixture.test/truth"
)

// Account is one account.
type Account struct {
	name  string
	mu    sync.Mutex
	cents int
}

var (
	both sync.Mutex
	seen int
)

// New opens an account.
func New(name string, cents int) *Account {
	a := &Account{name: name, cents: cents}
	truth.Address("account."+name+".mu", &a.mu)
	return a
}

// Transfer moves money.
func Transfer(from, to *Account, cents int, meet chan struct{}) {
	from.mu.Lock()
	defer from.mu.Unlock()
	rendezvous(meet)
	to.mu.Lock() //@ second lock
	defer to.mu.Unlock()
	from.cents -= cents
	to.cents += cents
}

func rendezvous(meet chan struct{}) {
	if meet == nil {
		return
	}
	both.Lock()
	seen++
	last := seen == 2
	both.Unlock()
	if last {
		close(meet)
	}
	<-meet
}
