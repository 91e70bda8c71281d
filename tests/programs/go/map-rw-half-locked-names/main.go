// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/rwhalflockednames/store"
)

func main() {
	truth.Role("main")
	kit.Start("lru shards sort")
	s := store.New()
	truth.Address("map", s.Names())
	go func() {
		truth.Role("put")
		for n := 0; ; n++ {
			s.Put(n, strconv.Itoa(n%400))
		}
	}()
	for i := 0; i < 4; i++ {
		go func(i int) {
			truth.Role("get-" + strconv.Itoa(i))
			for n := 0; ; n++ {
				s.ID(strconv.Itoa(n % 400))
			}
		}(i)
		go func() {
			truth.Role("locked")
			for n := 0; ; n++ {
				s.ByID(n % 400)
			}
		}()
	}
	time.Sleep(5 * time.Second)
}
