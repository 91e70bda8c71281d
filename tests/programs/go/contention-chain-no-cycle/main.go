// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// No deadlock: everybody waits for a flusher that is slow.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/ledgerd/book"
	"github.com/acme/ledgerd/journal"
)

func main() {
	truth.Role("main")
	kit.Start("hub batch sleep")
	j := journal.New()
	b := book.New(j)
	go func() {
		truth.Role("flusher")
		j.Flush(time.Hour)
	}()
	time.Sleep(50 * time.Millisecond)
	go func() {
		truth.Role("poster")
		b.Post(100)
	}()
	time.Sleep(50 * time.Millisecond)
	for i := 0; i < 12; i++ {
		go func() {
			truth.Role("balance")
			b.Balance()
		}()
	}
	for i := 0; i < 5; i++ {
		go func() {
			truth.Role("audit")
			j.Size()
		}()
	}
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	time.Sleep(30 * time.Second)
}
