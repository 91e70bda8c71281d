// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: four pool workers count into one map. Two other workers run the same code with maps of their own.
package main

import (
	"fmt"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/textmine/count"
)

func main() {
	truth.Role("main")
	kit.Start("sort batch")
	shared := map[string]int{}
	truth.Address("map", shared)
	done := make(chan int)
	for i := 0; i < 4; i++ {
		go count.Worker(fmt.Sprintf("pool-%d", i), shared, done)
	}
	for i := 0; i < 2; i++ {
		go count.Worker(fmt.Sprintf("solo-%d", i), map[string]int{}, done)
	}
	for total := range done {
		fmt.Println("total", total)
	}
}
