// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: main waits for its worker before it receives what the worker sends.
package main

import (
	"fmt"
	"sync"

	"fixture.test/truth"
)

func main() {
	truth.Role("main")
	fmt.Println(len(collect([]string{"a"})))
}

func collect(names []string) (out []int) {
	results := make(chan int)
	var wg sync.WaitGroup
	for _, n := range names {
		wg.Add(1)
		go measure(n, results, &wg)
	}
	wg.Wait() //@ wait wait
	for range names {
		out = append(out, <-results)
	}
	return out
}

func measure(name string, results chan<- int, wg *sync.WaitGroup) {
	truth.Role("job")
	defer wg.Done()
	results <- len(name) //@ send send
}
