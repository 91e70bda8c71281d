// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"github.com/acme/fullinboxes/actor"
	"fixture.test/truth"
	"time"
)

func main() {
	truth.Role("main")
	a, b := actor.New("alice", 4), actor.New("bob", 4)
	go a.Run(b)
	go b.Run(a)
	go actor.New("idle", 1).Listen()
	time.Sleep(150 * time.Millisecond)
	truth.Ready()
	time.Sleep(time.Hour)
}
