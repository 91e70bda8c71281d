// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/chathub/chat"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru conns")
	h := chat.NewHub()
	go func() { truth.Role("hub"); h.Run() }()
	c := h.Join()
	go func() { truth.Role("conn"); c.ReadPump() }()
	h.Say("hi")
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
