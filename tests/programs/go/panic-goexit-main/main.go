// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: main calls runtime.Goexit while a worker waits for ever.
package main

import (
	"runtime"

	"fixture.test/truth"
)

func wait(c chan int) {
	truth.Role("worker")
	<-c //@ wait receive
}

func main() {
	truth.Role("main")
	go wait(make(chan int))
	runtime.Goexit()
}
