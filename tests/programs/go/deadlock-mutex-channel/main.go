// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Publish sends to a subscriber with the lock held; the subscriber wants the lock to leave.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/notifyd/topic"
)

func main() {
	truth.Role("main")
	t := topic.New()
	sub := t.Join()
	var wg sync.WaitGroup
	wg.Add(4)
	go func() {
		defer wg.Done()
		truth.Role("publisher")
		t.Publish("first")
		t.Publish("second")
	}()
	go func() {
		defer wg.Done()
		truth.Role("consumer")
		<-sub
		time.Sleep(50 * time.Millisecond)
		t.Leave(sub)
	}()
	for i := 0; i < 2; i++ {
		go func() {
			defer wg.Done()
			truth.Role("late-publisher")
			time.Sleep(100 * time.Millisecond)
			t.Publish("third")
		}()
	}
	wg.Wait()
}
