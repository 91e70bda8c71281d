// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"
	"time"

	"fixture.test/truth"
)

func main() {
	truth.Role("main")
	var local, remote sync.Mutex
	rows := map[string]int{}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		truth.Role("push")
		local.Lock()
		defer local.Unlock()
		time.Sleep(50 * time.Millisecond)
		remote.Lock() //@ p2 lock fn=main.func1
		rows["a"]++
		remote.Unlock()
	}()
	go func() {
		defer wg.Done()
		truth.Role("pull")
		remote.Lock()
		defer remote.Unlock()
		time.Sleep(50 * time.Millisecond)
		local.Lock() //@ q2 lock fn=main.func2
		rows["b"]++
		local.Unlock()
	}()
	wg.Wait()
}
