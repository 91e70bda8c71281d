// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"context"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/selectpeers/peer"
)

func main() {
	truth.Role("main")
	kit.Start("sleep batch lru")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	a, b := peer.Pair()
	go a.Run(ctx)
	go b.Run(ctx)
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
