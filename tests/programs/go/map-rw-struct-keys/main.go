// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the forwarding table is looked up and learned without a lock; keys are structs.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/fjord/routes/fib"
)

func main() {
	truth.Role("main")
	kit.Start("hash batch sleep")
	fib.Announce()
	for i := 0; i < 3; i++ {
		go forward(i)
	}
	go bgp()
	go expire()
	time.Sleep(12 * time.Second)
}

func forward(i int) {
	truth.Role("forward-" + strconv.Itoa(i))
	drops := 0
	for n := uint32(0); ; n++ {
		if _, ok := fib.Lookup(fib.Prefix{Net: "10." + strconv.Itoa(int(n%80)), Bits: 16}); !ok {
			drops++
		}
	}
}

func bgp() {
	truth.Role("bgp")
	for n := 0; ; n++ {
		fib.Learn(fib.Prefix{Net: "10." + strconv.Itoa(n%80), Bits: 16}, "eth0")
		time.Sleep(time.Microsecond)
	}
}

func expire() {
	truth.Role("timer")
	for n := 0; ; n++ {
		time.Sleep(40 * time.Millisecond)
		fib.Forget(fib.Prefix{Net: "10." + strconv.Itoa(n%80), Bits: 16})
	}
}
