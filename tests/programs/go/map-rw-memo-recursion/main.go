// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: goroutines share the memory of a recursive function.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

var memo = map[int]int{}

//go:noinline
func ways(n int) int {
	if n < 2 {
		return 1
	}
	if v, ok := memo[n]; ok { //@ peek read
		return v
	}
	v := (ways(n-1) + ways(n-2)) % 1000003
	memo[n] = v //@ keep write
	return v
}

func main() {
	truth.Role("main")
	kit.Start("hub sort sleep")
	truth.Address("map", memo)
	for i := 0; i < 3; i++ {
		go solve(i)
	}
	time.Sleep(12 * time.Second)
}

func solve(i int) {
	truth.Role("solve-" + strconv.Itoa(i))
	for n := i; ; n += 3 {
		ways(n % 100000)
		if n > 100000 {
			ways(n)
		}
	}
}
