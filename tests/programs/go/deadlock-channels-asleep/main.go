// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a program in which everybody waits: unbuffered send, nil channels, empty select, WaitGroup, Cond.
package main

import (
	"fixture.test/truth"
	"github.com/acme/pipeliner/stage"
)

func main() {
	truth.Role("main")
	out := make(chan int)
	for _, f := range []func(){
		func() { truth.Role("send"); stage.Emit(make(chan int)) },
		func() { truth.Role("nil-send"); stage.Push(nil) },
		func() { truth.Role("nil-recv"); stage.Pull(nil) },
		func() { truth.Role("select"); stage.Block() },
		func() { truth.Role("wg"); stage.Join(2) },
		func() { truth.Role("cond"); stage.NewGate().Enter() },
	} {
		go f()
	}
	<-out
}
