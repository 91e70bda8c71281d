// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package ship

import (
	"strconv"
	"time"

	"fixture.test/truth"
)

// Produce ships n lines.
func Produce(out chan<- string, role string, n int) {
	truth.Role(role)
	for i := 0; i < n; i++ {
		time.Sleep(5 * time.Millisecond)
		out <- role + strconv.Itoa(i) //@ crash send
	}
	close(out)
	time.Sleep(time.Minute)
}
