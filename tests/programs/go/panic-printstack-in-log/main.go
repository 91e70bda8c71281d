// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// A program that prints its own stack into its log and goes on.
package main

import (
	"log"
	"runtime/debug"

	"fixture.test/truth"
)

func retry(n int) {
	if n == 0 {
		log.Print("level=warn msg=\"sync gave up\"")
		debug.PrintStack()
		return
	}
	retry(n - 1)
}

func main() {
	truth.Role("main")
	for i := 0; i < 20; i++ {
		log.Printf("level=info msg=\"synced\" n=%d", i)
	}
	retry(3)
	log.Print("level=info msg=\"next round\"")
}
