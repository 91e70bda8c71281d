// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/supervisorjoin/sup"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru conns")
	s := sup.New()
	s.Spawn("a", truth.Role)
	go func() { truth.Role("sup"); s.Run() }()
	s.Shutdown()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
