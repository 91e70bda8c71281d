// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the goroutine that waits for a command sends its result after the context was cancelled and the caller left.
package main

import (
	"context"
	"os"
	"time"

	"fixture.test/truth"
	"github.com/acme/e2e/testutils"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("hub sleep cond")
	for i := 0; i < 40; i++ {
		ctx, cancel := context.WithCancel(context.Background())
		cmd := testutils.ExecCmdBgWithCtx(ctx, "/bin/sleep", "600")
		if i%8 == 0 {
			r, _, _ := os.Pipe()
			go testutils.Follow(r)
		}
		cancel()
		_ = cmd
	}
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	time.Sleep(30 * time.Second)
}
