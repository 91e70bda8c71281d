// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/actornet/actor"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("conns lru")
	a, b := actor.New("a"), actor.New("b")
	go func() { truth.Role("actor-a"); a.Run(b) }()
	go func() { truth.Role("actor-b"); b.Run(a) }()
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
