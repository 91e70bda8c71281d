// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/syncbox/box"
)

func main() {
	truth.Role("main")
	kit.Start("lru hash")
	a, b := box.New("a", 1), box.New("b", 2)
	go func() { truth.Role("merge-ab"); a.Merge(b) }()
	go func() { truth.Role("merge-ba"); b.Merge(a) }()
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
