// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package risk

import (
	"strconv"

	"fixture.test/truth"
)

// Book has rates of its own.
type Book struct{ marks map[string]float64 }

// NewBook makes a book.
func NewBook() *Book { return &Book{marks: map[string]float64{}} }

// Mark marks to market.
func (b *Book) Mark() {
	truth.Role("book")
	for n := 0; ; n++ {
		b.row(strconv.Itoa(n%400), float64(n))
	}
}

func (b *Book) row(id string, rate float64) {
	b.marks["EUR"+id] = rate
}
