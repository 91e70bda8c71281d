// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command searchd asks several backends and takes the first answer. Bug: the others send on an unbuffered channel
// that nobody receives from once the query is cancelled.
package main

import (
	"context"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/searchd/search"
)

func main() {
	truth.Role("main")
	kit.Start("hub conns batch sleep")
	e := search.NewEngine([]string{"eu-1", "eu-2", "us-1", "ap-1"})
	for i := 0; i < 6; i++ {
		go e.Index()
	}
	for q := 0; q < 12; q++ {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Millisecond)
		e.First(ctx, "gopher")
		cancel()
	}
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	time.Sleep(30 * time.Second)
}
