// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package quote

import (
	"strconv"

	"fixture.test/truth"
)

// Desk quotes prices.
type Desk struct {
	rates map[string]float64
	sum   float64
}

// NewDesk makes a desk.
func NewDesk(rates map[string]float64) *Desk { return &Desk{rates: rates} }

// Serve quotes.
func (d *Desk) Serve(role string) {
	truth.Role(role)
	for n := 0; ; n++ {
		d.sum += d.price("EUR"+strconv.Itoa(n%300), 3)
	}
}

func (d *Desk) price(pair string, amount float64) float64 {
	rate := d.rates[pair] //@ look read
	return rate * amount
}
