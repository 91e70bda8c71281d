// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: one goroutine owns the map, and monitors peek at it all the same.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/ledgerd/book"
)

func main() {
	truth.Role("main")
	kit.Start("shards conns sleep cond")
	o := book.NewOwner()
	go o.Loop()
	for i := 0; i < 3; i++ {
		go client(o, i)
	}
	for i := 0; i < 2; i++ {
		go monitor(o, i)
	}
	time.Sleep(12 * time.Second)
}

func client(o *book.Owner, i int) {
	truth.Role("client-" + strconv.Itoa(i))
	for n := i; ; n++ {
		o.Post(n%2000, int64(n))
	}
}

func monitor(o *book.Owner, i int) {
	truth.Role("monitor-" + strconv.Itoa(i))
	var sum int64
	for n := 0; ; n++ {
		sum += o.Balance(n % 2000)
	}
}
