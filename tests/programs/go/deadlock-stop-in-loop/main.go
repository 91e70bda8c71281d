// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/stopinloop/agent"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep batch")
	agent.Start()
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	select {}
}
