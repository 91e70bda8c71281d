// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: an auditor walks the board by reflection; keepers open and close gates.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/delft/lockkeeper/audit"
	"github.com/delft/lockkeeper/gates"
)

func main() {
	truth.Role("main")
	kit.Start("shards hub sort conns")
	b := gates.NewBoard()
	go func() {
		truth.Role("auditor")
		for {
			audit.Count(b.Raw())
			time.Sleep(100 * time.Microsecond)
		}
	}()
	go keep(b, 0)
	go keep(b, 1)
	time.Sleep(12 * time.Second)
}

func keep(b *gates.Board, i int) {
	truth.Role(fmt.Sprintf("keeper-%d", i))
	if i == 1 {
		time.Sleep(time.Hour)
	}
	for n := 0; ; n++ {
		b.Open(n%400, "boat")
		b.Close((n + 200) % 400)
	}
}
