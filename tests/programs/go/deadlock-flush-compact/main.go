// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/flushcompact/lsm"
	"github.com/acme/kit"
)

func watcher(c chan string) {
	for range c {
	}
}

func main() {
	truth.Role("main")
	kit.Start("lru cond hub sleep batch")
	db := lsm.Open()
	for i := 0; i < 20; i++ {
		go watcher(make(chan string))
	}
	go func() { truth.Role("flush"); db.Flush() }()
	go func() { truth.Role("compact"); db.Compact() }()
	time.Sleep(120 * time.Millisecond)
	for i := 0; i < 8; i++ {
		go func() { truth.Role("put"); db.Put("a", "b") }()
	}
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
