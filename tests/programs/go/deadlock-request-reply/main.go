// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/cfgserver/conf"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep conns")
	s := conf.NewService()
	go func() {
		truth.Role("server")
		s.Loop()
	}()
	go func() {
		truth.Role("client")
		s.Update("region", "eu")
	}()
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
