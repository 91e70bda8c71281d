// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/finishworkers/crew"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep")
	var wg sync.WaitGroup
	c := crew.New()
	c.Hire(truth.Role)
	wg.Add(1)
	go func() { defer wg.Done(); truth.Role("boss"); c.Finish() }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	wg.Wait()
}
