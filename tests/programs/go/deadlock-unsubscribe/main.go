// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/unsubscribe/events"
)

func main() {
	truth.Role("main")
	kit.Start("hub sleep lru")
	e := events.New()
	var s *events.Sub
	s = e.On("once", func(string, any) { s.Close() })
	go func() { truth.Role("emit"); e.Emit("once", 1) }()
	time.Sleep(80 * time.Millisecond)
	for i := 0; i < 3; i++ {
		go func() { truth.Role("later"); e.Emit("once", 2) }()
	}
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
