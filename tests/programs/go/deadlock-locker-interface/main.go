// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/vaultd/guard"
)

func main() {
	truth.Role("main")
	keys, certs := &sync.Mutex{}, &sync.RWMutex{}
	done := make(chan bool)
	go func() {
		truth.Role("rotate")
		guard.Both(keys, certs, func() {})
		done <- true
	}()
	go func() {
		truth.Role("revoke")
		guard.Both(certs, keys, func() {})
		done <- true
	}()
	time.Sleep(10 * time.Millisecond)
	<-done
	<-done
}
