// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two transfers take the locks of the same accounts in opposite orders.
package main

import (
	"fmt"
	"sync"

	"fixture.test/truth"
	"github.com/acme/bankd/account"
)

func main() {
	truth.Role("main")
	alice, bob, carol := account.New("alice", 900), account.New("bob", 300), account.New("carol", 0)
	var wg sync.WaitGroup
	meet := make(chan struct{})
	wg.Add(3)
	go func() {
		defer wg.Done()
		truth.Role("alice-to-bob")
		account.Transfer(alice, bob, 100, meet)
	}()
	go func() {
		defer wg.Done()
		truth.Role("bob-to-alice")
		account.Transfer(bob, alice, 50, meet)
	}()
	go func() {
		defer wg.Done()
		truth.Role("carol-to-alice")
		<-meet
		account.Transfer(carol, alice, 1, nil)
	}()
	wg.Wait()
	fmt.Println("done")
}
