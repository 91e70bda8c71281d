// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the exporter encodes a span that later stages still annotate.
package main

import (
	"fmt"
	"io"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/spans/span"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep")
	s := span.New("GET /")
	s.Announce()
	in, mid := make(chan *span.Span, 4), make(chan *span.Span, 4)
	go func() {
		truth.Role("source")
		for {
			in <- s
		}
	}()
	go relay(in, mid)
	go export(mid)
	for i := 0; i < 2; i++ {
		go stage(s, i)
	}
	time.Sleep(12 * time.Second)
}

func relay(in <-chan *span.Span, out chan<- *span.Span) {
	truth.Role("relay")
	for s := range in {
		out <- s
	}
}

func export(in <-chan *span.Span) {
	truth.Role("export")
	for s := range in {
		s.WriteTo(io.Discard) //nolint
	}
}

func stage(s *span.Span, i int) {
	truth.Role(fmt.Sprintf("stage-%d", i))
	for n := 0; ; n++ {
		s.With(fmt.Sprintf("k%d", n%20), n)
	}
}
