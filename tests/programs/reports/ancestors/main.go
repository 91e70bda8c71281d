// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Vans that leak: started through four generations of goroutines, of which two have ended when SIGQUIT comes. Run with
// GODEBUG=tracebackancestors=10.
package main

import (
	"os"
	"syscall"
	"time"

	"github.com/acme/ancestors/fleet"
)

func main() {
	go fleet.Watch()
	for _, region := range []string{"north", "south"} {
		go fleet.Open(region)
	}
	time.Sleep(200 * time.Millisecond)
	syscall.Kill(os.Getpid(), syscall.SIGQUIT)
	time.Sleep(5 * time.Second)
}
