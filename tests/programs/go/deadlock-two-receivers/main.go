// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/tworeceivers/talk"
)

func main() {
	truth.Role("main")
	kit.Start("sleep")
	var wg sync.WaitGroup
	a, b := make(chan int), make(chan int)
	wg.Add(2)
	go func() { defer wg.Done(); truth.Role("left"); talk.Left(a, b) }()
	go func() { defer wg.Done(); truth.Role("right"); talk.Right(b, a) }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	wg.Wait()
}
