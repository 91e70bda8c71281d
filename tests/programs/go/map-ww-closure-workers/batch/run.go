// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package batch

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"

	"fixture.test/truth"
)

// Run hashes n files with the given number of workers.
func Run(workers, n int) map[string][32]byte {
	results := make(map[string][32]byte)
	truth.Address("map", results)
	jobs := make(chan int)
	var wg sync.WaitGroup
	for w := 0; w < workers; w++ {
		wg.Add(1)
		role := fmt.Sprintf("worker-%d", w)
		go func() {
			defer wg.Done()
			truth.Role(role)
			for id := range jobs {
				name := strings.ToLower(fmt.Sprintf("IMG_%06d.JPG", id%3000))
				sum := sha256.Sum256([]byte(name))
				results[name] = sum //@ store write fn=Run.func1
			}
		}()
	}
	for id := 0; id < n; id++ {
		jobs <- id
	}
	close(jobs)
	wg.Wait()
	return results
}
