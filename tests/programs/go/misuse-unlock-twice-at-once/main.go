// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"
	"time"

	"fixture.test/truth"
)

func main() {
	truth.Role("main")
	var mu [8]sync.Mutex
	start := make(chan bool)
	for i := range mu {
		go func(m *sync.Mutex) { <-start; m.Unlock() }(&mu[i])
	}
	time.Sleep(10 * time.Millisecond)
	close(start)
	time.Sleep(time.Second)
}
