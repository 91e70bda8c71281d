// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package count

import (
	"strings"

	"fixture.test/truth"
)

const text = `the quick brown fox jumps over the lazy dog while the cat watches from the roof and the owl thinks`

// Worker counts the words of its documents.
func Worker(name string, counts map[string]int, done chan<- int) {
	truth.Role(name)
	n := 0
	for doc := 0; doc < 1<<20; doc++ {
		n += tally(counts, text, doc)
	}
	done <- n
}

func tally(counts map[string]int, doc string, salt int) int {
	words := strings.Fields(doc)
	for i, w := range words {
		counts[w[:1+i%len(w)]]++ //@ add write
	}
	return len(words)
}
