// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"

	"fixture.test/truth"
	"github.com/acme/indexpair/index"
)

func main() {
	truth.Role("main")
	p := index.New()
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { defer wg.Done(); truth.Role("left"); p.SyncLeft() }()
	go func() { defer wg.Done(); truth.Role("right"); p.SyncRight() }()
	wg.Wait()
}
