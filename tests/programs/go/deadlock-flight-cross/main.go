// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fixture.test/truth"
	"github.com/acme/flightcross/memo"
)

func main() {
	truth.Role("main")
	m := memo.New(map[string]string{"a": "b", "b": "a"})
	out := make(chan int)
	go func() { truth.Role("load-a"); out <- m.Get("a") }()
	go func() { truth.Role("load-b"); out <- m.Get("b") }()
	println(<-out + <-out)
}
