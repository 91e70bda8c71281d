// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/oncetwoplaces/eng"
)

func main() {
	truth.Role("main")
	kit.Start("sleep")
	var wg sync.WaitGroup
	e := &eng.Engine{}
	wg.Add(2)
	go func() { defer wg.Done(); truth.Role("starter"); e.Start() }()
	go func() { defer wg.Done(); truth.Role("user"); e.Use() }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	wg.Wait()
}
