// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package book

import (
	"sync"

	"fixture.test/truth"
	"github.com/acme/ledgerd/journal"
)

// Book keeps a balance.
type Book struct {
	mu      sync.Mutex
	cents   int
	journal *journal.Journal
}

// New makes a book.
func New(j *journal.Journal) *Book {
	b := &Book{journal: j}
	truth.Address("book.Book.mu", &b.mu)
	return b
}

// Post adds to the balance.
func (b *Book) Post(cents int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.cents += cents
	b.journal.Append(cents)
}

// Balance reads the balance.
func (b *Book) Balance() int {
	b.mu.Lock() //@ balance lock
	defer b.mu.Unlock()
	return b.cents
}
