// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package probe

import (
	"crypto/sha256"
	"time"

	"fixture.test/truth"
)

// Measure keeps one processor busy now and then.
func Measure(seed int) {
	truth.Role("probe")
	buf := make([]byte, 4096)
	for n := 0; ; n++ {
		sum := sha256.Sum256(buf)
		copy(buf, sum[:])
		if n%20 == seed {
			time.Sleep(2 * time.Millisecond)
		}
	}
}
