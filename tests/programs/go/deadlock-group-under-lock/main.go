// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fixture.test/truth"
	"github.com/acme/batchctl/batch"
)

func main() {
	truth.Role("main")
	b := batch.New()
	done := make(chan error)
	go func() {
		truth.Role("flush")
		done <- b.Flush([]string{"a"}, func() { truth.Role("member") })
	}()
	<-done
}
