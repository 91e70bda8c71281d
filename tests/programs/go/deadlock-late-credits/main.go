// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fmt"
	"sync"
	"time"

	"fixture.test/truth"
)

type acc struct {
	mu  sync.Mutex
	sum int
}

type move struct{ from, to *acc }

func (m move) run() {
	m.from.mu.Lock()
	defer m.from.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	m.to.credit(5)
	m.from.sum -= 5
}

func (a *acc) credit(n int) {
	a.mu.Lock() //@ credit lock
	a.sum += n
	a.mu.Unlock()
}

func main() {
	truth.Role("main")
	a := make([]acc, 3)
	var wg sync.WaitGroup
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			truth.Role(fmt.Sprint("t", i))
			move{&a[i], &a[(i+1)%3]}.run()
		}(i)
	}
	time.Sleep(100 * time.Millisecond)
	for i := 0; i < 3; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			truth.Role("late")
			a[i].credit(1)
		}(i)
	}
	wg.Wait()
}
