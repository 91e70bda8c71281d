// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the closures of crawl share the variable seen.
package main

import (
	"strconv"
	"sync"

	"fixture.test/truth"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("conns lru hash")
	crawl("https://docs.example/", 3)
}

func crawl(root string, workers int) {
	seen := map[string]bool{}
	truth.Address("map", seen)
	var wg sync.WaitGroup
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func(w int) {
			truth.Role("fetcher-" + strconv.Itoa(w))
			defer wg.Done()
			for page := 0; page < 1<<24; page++ {
				url := root + strconv.Itoa((page*7+w)%20000)
				seen[url] = true //@ seen write fn=crawl.func1
			}
		}(w)
	}
	go func() {
		truth.Role("parser")
		titles := map[string]int{}
		for n := 0; ; n++ {
			titles[root+strconv.Itoa(n%500)] = n
		}
	}()
	wg.Wait()
}
