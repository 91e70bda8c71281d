// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/streamhub/hub"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep cond")
	h := hub.New(2)
	go func() {
		truth.Role("publish")
		for n := 0; ; n++ {
			h.Publish(n)
		}
	}()
	time.Sleep(50 * time.Millisecond)
	go func() { truth.Role("drain"); h.Drain() }()
	for i := 0; i < 2; i++ {
		go func(i int) { truth.Role("stats-" + strconv.Itoa(i)); h.Stats() }(i)
	}
	time.Sleep(250 * time.Millisecond)
	truth.Ready()
	select {}
}
