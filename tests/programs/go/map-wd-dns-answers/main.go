// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: answers are kept by the query goroutines and dropped by the janitor, both without a lock.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/resolvd/cache"
)

func main() {
	truth.Role("main")
	kit.Start("conns hash sleep")
	a := cache.New()
	a.Announce()
	q := make(chan string, 8)
	go ask(q)
	for i := 0; i < 3; i++ {
		go serve(i, q, a)
	}
	go a.Janitor()
	time.Sleep(12 * time.Second)
}

func ask(q chan string) {
	truth.Role("ask")
	for n := 0; ; n++ {
		q <- fmt.Sprintf("host%d.example", n%3000)
	}
}

func serve(i int, q chan string, a *cache.Answers) {
	truth.Role(fmt.Sprintf("udp-%d", i))
	for name := range q {
		for t := uint16(1); t < 30; t++ {
			a.Resolve(cache.Q{Name: name, Type: t})
		}
	}
}
