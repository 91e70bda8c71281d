// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"github.com/acme/stripedrows/table"
	"fixture.test/truth"
	"fmt"
	"time"
)

func main() {
	truth.Role("main")
	t := table.New()
	for i, p := range [][2]uint32{{0, 1}, {1, 2}, {2, 0}} {
		go func(i int, p [2]uint32) {
			truth.Role(fmt.Sprintf("m%d", i))
			t.Move(p[0], p[1])
		}(i, p)
	}
	go t.Sweep(5)
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	time.Sleep(time.Hour)
}
