// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/closewaits/pool"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru")
	p := pool.Start()
	time.Sleep(30 * time.Millisecond)
	go func() { truth.Role("closer"); p.Close() }()
	time.Sleep(80 * time.Millisecond)
	for i := 0; i < 2; i++ {
		go func() { truth.Role("probe"); p.Live() }()
	}
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
