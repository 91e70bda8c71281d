// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: one mailer calls Done twice.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

func deliver(wg *sync.WaitGroup, n int) {
	truth.Role("mailer-" + strconv.Itoa(n))
	time.Sleep(time.Duration(n) * 10 * time.Millisecond)
	if n == 2 {
		wg.Done()
	}
	wg.Done() //@ crash done
}

func main() {
	truth.Role("main")
	kit.Start("hub conns")
	var wg sync.WaitGroup
	for n := 0; n < 3; n++ {
		wg.Add(1)
		go deliver(&wg, n)
	}
	time.Sleep(5 * time.Second)
	wg.Wait()
}
