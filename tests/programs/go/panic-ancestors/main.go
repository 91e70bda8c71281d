// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
)

func leaf() {
	truth.Role("leaf")
	panic("boom") //@ crash here
}

func middle() {
	go leaf()
	time.Sleep(time.Second)
}

func main() {
	go middle()
	time.Sleep(time.Second)
}
