// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package fleet

import (
	"fmt"
	"sort"
	"strings"

	"fixture.test/truth"
)

// Key names a vehicle of a customer.
type Key struct{ Customer, Vehicle string }

// Fix is a position.
type Fix struct{ Lat, Lon float64 }

// State is the last known position of everybody.
type State struct{ last map[Key]Fix }

// NewState makes a state.
func NewState() *State { return &State{last: map[Key]Fix{}} }

// Last returns the map.
func (s *State) Last() map[Key]Fix { return s.last }

// Receive stores positions as they come in.
func (s *State) Receive(addr string) {
	truth.Role("gps")
	for n := 0; ; n++ {
		s.fix(addr, describe("car", n%5000), n)
	}
}

func (s *State) fix(customer, vehicle string, n int) {
	f := Fix{Lat: float64(n), Lon: float64(-n)}
	s.last[Key{customer, vehicle}] = f //@ fix write
}

// Replay stores positions of a file.
func (s *State) Replay(lines []string) {
	truth.Role("replay")
	for n := 0; ; n++ {
		rows := append([]string(nil), lines...)
		sort.Strings(rows)
		for _, row := range rows {
			f := strings.Split(row, ";")
			id := describe(f[0], n%700)
			s.last[Key{f[1], id}] = Fix{} //@ replay write
		}
	}
}

func describe(kind string, n int) string {
	return strings.ToUpper(fmt.Sprintf("%s-%05d", kind, n))
}

// Index works on nothing that is shared.
func Index(i int) {
	truth.Role("index")
	grid := map[string]int{}
	for n := 0; ; n++ {
		grid[describe("cell", n%300)] = i
	}
}
