// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/memokit/memo"
)

func main() {
	truth.Role("main")
	kit.Start("lru cond")
	m := map[int]int{}
	truth.Address("map", m)
	square := memo.Of(m, func(n int) int { return n * n })
	for i := 0; i < 4; i++ {
		go func(i int) {
			truth.Role("calc-" + strconv.Itoa(i))
			for n := 0; ; n++ {
				square(n % 100000)
			}
		}(i)
	}
	time.Sleep(10 * time.Second)
}
