// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/rowlocks/lockmgr"
	"github.com/acme/rowlocks/txn"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru conns")
	lm := lockmgr.New()
	go func() { truth.Role("tx1"); txn.Begin(1, lm).Update("a", "b") }()
	go func() { truth.Role("tx2"); txn.Begin(2, lm).Update("b", "a") }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
