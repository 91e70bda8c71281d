// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Walk holds a read lock and calls Count, which takes another one; a writer has queued between the two.
package main

import (
	"sync"

	"fixture.test/truth"
	"github.com/acme/topicsd/topics"
)

func main() {
	truth.Role("main")
	t := topics.New()
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		truth.Role("reader")
		t.Walk()
	}()
	go func() {
		defer wg.Done()
		truth.Role("writer")
		t.Insert("a/b")
	}()
	wg.Wait()
}
