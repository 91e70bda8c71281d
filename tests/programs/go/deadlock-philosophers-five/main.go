// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: five diners take the left fork and wait for the right one.
package main

import (
	"fmt"
	"sync"
	"time"

	"fixture.test/truth"
)

type fork struct {
	n  int
	mu sync.Mutex
}

type seat struct {
	name        string
	left, right *fork
	meals       int
}

func (s *seat) dine(ready *sync.WaitGroup) {
	s.left.mu.Lock()
	defer s.left.mu.Unlock()
	ready.Done()
	ready.Wait()
	s.right.mu.Lock() //@ second lock
	defer s.right.mu.Unlock()
	s.meals++
}

func main() {
	truth.Role("main")
	var forks [5]*fork
	for i := range forks {
		forks[i] = &fork{n: i}
		truth.Address(fmt.Sprintf("fork-%d", i), &forks[i].mu)
	}
	var ready, done sync.WaitGroup
	ready.Add(5)
	for i := 0; i < 5; i++ {
		done.Add(1)
		s := &seat{name: fmt.Sprint(i), left: forks[i], right: forks[(i+1)%5]}
		go func(i int) {
			defer done.Done()
			truth.Role(fmt.Sprintf("seat-%d", i))
			time.Sleep(time.Millisecond)
			s.dine(&ready)
		}(i)
	}
	done.Wait()
}
