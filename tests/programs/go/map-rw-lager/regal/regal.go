// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package regal

import "fixture.test/truth"

// Regal hat Faecher.
type Regal struct {
	gang int
	fach map[string]int
}

// Neu macht eines.
func Neu() *Regal { return &Regal{fach: map[string]int{}} }

// Announce tells the truth.
func (r *Regal) Announce() { truth.Address("map", r.fach) }

// Einlagern legt etwas ab.
func (r *Regal) Einlagern(artikel string, menge int) {
	r.fach[artikel] = menge //@ einlagern write
}

// Bestand zaehlt.
func (r *Regal) Bestand(artikel string) int {
	return r.fach[artikel] //@ bestand read
}
