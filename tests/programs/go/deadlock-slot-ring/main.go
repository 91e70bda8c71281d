// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
)

type slot chan struct{}

type task struct{ left, right slot }

func (t *task) run() {
	t.left <- struct{}{}
	time.Sleep(50 * time.Millisecond)
	t.right <- struct{}{} //@ right send
	<-t.right
	<-t.left
}

func main() {
	truth.Role("main")
	slots := []slot{make(slot, 1), make(slot, 1), make(slot, 1)}
	var wg sync.WaitGroup
	for i := range slots {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			truth.Role("task-" + strconv.Itoa(i))
			(&task{slots[i], slots[(i+1)%3]}).run()
		}(i)
	}
	wg.Wait()
}
