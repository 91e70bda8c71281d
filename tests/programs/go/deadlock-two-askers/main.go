// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/twoaskers/node"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep")
	x, y := node.New("x", nil), node.New("y", nil)
	x.Peer, y.Peer = y, x
	go x.Run()
	go y.Run()
	go func() { truth.Role("client"); x.Ask("k") }()
	time.Sleep(120 * time.Millisecond)
	truth.Ready()
	select {}
}
