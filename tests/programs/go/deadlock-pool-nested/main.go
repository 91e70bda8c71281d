// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/poolnested/pool"
)

func tree(p *pool.Pool, depth int) {
	if depth == 0 {
		return
	}
	time.Sleep(20 * time.Millisecond)
	p.Do(func() { tree(p, depth-1) })
}

func main() {
	truth.Role("main")
	kit.Start("lru sleep")
	p := pool.New(2)
	p.Submit(func() { tree(p, 3) })
	p.Submit(func() { tree(p, 3) })
	time.Sleep(150 * time.Millisecond)
	truth.Ready()
	select {}
}
