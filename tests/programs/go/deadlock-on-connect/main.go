// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/onconnect/mq"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru conns")
	c := mq.New(truth.Role)
	c.OnConnect = func(c *mq.Client) { c.Subscribe("news") }
	go func() { truth.Role("dial"); c.Connect() }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
