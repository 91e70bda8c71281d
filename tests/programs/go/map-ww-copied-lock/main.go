// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a value receiver copies the mutex, so that each call locks another one.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type board struct {
	mu     sync.Mutex
	points map[string]int
}

func (b board) score(who string, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.points[who] += n //@ score write
}

func main() {
	truth.Role("main")
	kit.Start("lru hub sleep")
	b := board{points: map[string]int{}}
	truth.Address("map", b.points)
	for i := 0; i < 3; i++ {
		go judge(b, i)
	}
	time.Sleep(12 * time.Second)
}

func judge(b board, i int) {
	truth.Role("judge-" + strconv.Itoa(i))
	for n := 0; ; n++ {
		b.score("team"+strconv.Itoa(n%90), n)
	}
}
