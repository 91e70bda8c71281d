// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"github.com/acme/deferclose/sink"
	"fixture.test/truth"
	"time"
)

func main() {
	truth.Role("main")
	f := sink.NewFile()
	go func() {
		truth.Role("flusher")
		for {
			f.Flush()
		}
	}()
	go func() {
		for i := 0; ; i++ {
			f.Add("line")
			time.Sleep(time.Millisecond)
		}
	}()
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	time.Sleep(time.Hour)
}
