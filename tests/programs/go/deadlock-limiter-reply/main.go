// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/limiterreply/svc"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep cond")
	s := svc.New()
	for i := 1; i <= 2; i++ {
		go func(i int) { truth.Role(fmt.Sprint("call-", i)); s.Call("x") }(i)
	}
	time.Sleep(120 * time.Millisecond)
	truth.Ready()
	select {}
}
