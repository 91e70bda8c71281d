// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/tagset/set"
)

func main() {
	truth.Role("main")
	kit.Start("conns cond")
	s := set.Set[string]{}
	truth.Address("map", s)
	for i := 0; i < 2; i++ {
		go func(i int) {
			truth.Role("add-" + strconv.Itoa(i))
			for n := 0; ; n++ {
				s.Add("tag" + strconv.Itoa(n%900))
			}
		}(i)
	}
	go func() {
		truth.Role("list")
		for {
			s.List()
		}
	}()
	time.Sleep(10 * time.Second)
}
