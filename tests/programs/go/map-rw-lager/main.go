// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Bestand liest, Einlagern schreibt, niemand sperrt.
package main

import (
	"fmt"
	"time"

	"example.org/lager/regal"
	"fixture.test/truth"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("shards batch conns sleep")
	r := regal.Neu()
	r.Announce()
	for i := 0; i < 2; i++ {
		go gabelstapler(r, i)
		go zaehler(r, i)
	}
	time.Sleep(12 * time.Second)
}

func gabelstapler(r *regal.Regal, i int) {
	truth.Role(fmt.Sprintf("gabel-%d", i))
	if i > 0 {
		time.Sleep(time.Hour)
	}
	for n := 0; ; n++ {
		warten(n)
		r.Einlagern(fmt.Sprintf("art%d", n%300), n)
	}
}

//go:noinline
func warten(n int) (s int) {
	for i := 0; i < 400; i++ {
		s += i ^ n
	}
	return
}

func zaehler(r *regal.Regal, i int) {
	truth.Role(fmt.Sprintf("zaehler-%d", i))
	s := 0
	for n := 0; ; n++ {
		s += r.Bestand(fmt.Sprintf("art%d", n%300))
	}
}
