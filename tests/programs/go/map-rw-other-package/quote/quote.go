// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package quote

import (
	"strconv"

	"fixture.test/truth"
	"github.com/acme/shiptrack/carriers"
)

// Serve answers quotes.
func Serve(role string) {
	truth.Role(role)
	best := 0
	for n := 0; ; n++ {
		best += Cheapest("c"+strconv.Itoa(n%300), 1+n%9)
	}
}

// Cheapest multiplies.
func Cheapest(code string, kg int) int {
	if c, ok := carriers.ByCode[code]; ok { //@ lookup read
		return c.Price * kg
	}
	return 0
}
