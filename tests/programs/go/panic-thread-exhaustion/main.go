// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"runtime"
	"runtime/debug"
	"time"

	"fixture.test/truth"
)

func hold() {
	runtime.LockOSThread()
	select {}
}

func main() {
	truth.Role("main")
	debug.SetMaxThreads(12)
	for i := 0; i < 40; i++ {
		go hold()
		time.Sleep(time.Millisecond)
	}
	time.Sleep(time.Second)
}
