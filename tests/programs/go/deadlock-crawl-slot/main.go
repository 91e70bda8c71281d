// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/crawlslot/crawl"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep cond")
	c := crawl.New(1)
	go func() { truth.Role("parent"); c.Visit("http://a", 2) }()
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
