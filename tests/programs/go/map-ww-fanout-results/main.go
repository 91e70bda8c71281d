// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: every worker of a fan-out writes the results.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/crawler/group"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("shards conns sleep")
	for {
		fetchAll([]string{"a", "b", "c", "d", "e"})
	}
}

func fetchAll(urls []string) map[string]int {
	results := map[string]int{}
	truth.Address("map", results)
	var g group.Group
	for i, u := range urls {
		i, u := i, u
		g.Go(func() error {
			truth.Role(fmt.Sprintf("fetch-%d", i))
			n, err := fetch(u)
			for k := 0; k < 3000; k++ {
				results[fmt.Sprint(u, k%64)] = n //@ result write fn=fetchAll.func1
			}
			if i == 3 {
				time.Sleep(time.Millisecond)
			}
			return err
		})
	}
	g.Wait()
	return results
}

func fetch(url string) (int, error) { return len(url), nil }
