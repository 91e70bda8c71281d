// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the annotator goes on writing a header that was given back to the pool, where the only parser gets it again.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/mailparse/header"
)

func main() {
	truth.Role("main")
	kit.Start("hash hub batch")
	free := header.NewPool(1)
	h := free.Get()
	truth.Address("map", h.Fields())
	free.Release(h)
	go annotate(h)
	go parse(free, "parser-0")
	for i := 0; i < 3; i++ {
		go parse(header.NewPool(2), "other")
	}
	time.Sleep(12 * time.Second)
}

func parse(free *header.Pool, role string) {
	truth.Role(role)
	for {
		h := free.Get()
		for i := 0; i < 40; i++ {
			h.Add("X-Header-"+strconv.Itoa(i), role)
		}
		free.Release(h)
	}
}

func annotate(h *header.Header) {
	truth.Role("late")
	for n := 0; ; n++ {
		h.Annotate("X-Spam-Score", strconv.Itoa(n))
		if n%30 == 0 {
			time.Sleep(10 * time.Microsecond)
		}
	}
}
