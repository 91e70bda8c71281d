// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/ackunderlock/topic"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep")
	t := topic.New()
	go func() { truth.Role("sub"); topic.Consume(t, "a") }()
	time.Sleep(20 * time.Millisecond)
	go func() { truth.Role("pub"); t.Publish("x") }()
	time.Sleep(80 * time.Millisecond)
	for i := 0; i < 3; i++ {
		go func() { truth.Role("names"); t.Names() }()
	}
	time.Sleep(60 * time.Millisecond)
	truth.Ready()
	select {}
}
