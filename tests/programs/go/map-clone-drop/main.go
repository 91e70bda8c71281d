// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/clonedrop/flags"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru hash sort")
	f := flags.New()
	truth.Address("map", f.Map())
	go func() {
		truth.Role("reload")
		for n := 0; ; n++ {
			f.Drop(strconv.Itoa(n))
		}
	}()
	for i := 0; i < 3; i++ {
		go func(i int) {
			truth.Role("snap-" + strconv.Itoa(i))
			for {
				f.Snapshot()
			}
		}(i)
	}
	time.Sleep(5 * time.Second)
}
