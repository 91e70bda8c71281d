// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package streams

import (
	"strconv"

	"fixture.test/truth"
)

// Preload registers the streams of a configuration file at start.
func Preload(path string, n int) {
	truth.Role("preload")
	for i := 0; i < n; i++ {
		register(path + "#" + strconv.Itoa(i%5000))
	}
}

func register(name string) {
	streams[name] = &Stream{Source: name} //@ preload write
}
