// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fmt"
	"sync"

	"fixture.test/truth"
)

type board struct {
	mu   sync.Mutex
	jobs map[string]int
}

func (b *board) String() string {
	b.mu.Lock() //@ str lock
	defer b.mu.Unlock()
	return fmt.Sprint(len(b.jobs), " jobs")
}

func (b *board) report() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return fmt.Sprintf("board: %v", b)
}

func main() {
	truth.Role("main")
	b := &board{jobs: map[string]int{}}
	done := make(chan string)
	go func() {
		truth.Role("report")
		done <- b.report()
	}()
	<-done
}
