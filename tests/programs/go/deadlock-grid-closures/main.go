// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/gridclosures/grid"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep")
	var wg sync.WaitGroup
	s := grid.New(4)
	wg.Add(2)
	go func() { defer wg.Done(); truth.Role("one"); s.Add(1, 2) }()
	go func() { defer wg.Done(); truth.Role("two"); s.Add(2, 1) }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	wg.Wait()
}
