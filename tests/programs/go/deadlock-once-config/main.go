// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/onceconfig/conf"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch")
	go func() { truth.Role("boot"); conf.Get() }()
	time.Sleep(50 * time.Millisecond)
	for i := 0; i < 4; i++ {
		go func() { truth.Role("user"); conf.Get() }()
	}
	time.Sleep(50 * time.Millisecond)
	truth.Ready()
	select {}
}
