// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package testutils

import (
	"bufio"
	"context"
	"io"
	"os/exec"

	"fixture.test/truth"
)

// Running is a command in the background.
type Running struct {
	cmd  *exec.Cmd
	Done chan error
}

// ExecCmdBgWithCtx starts a command that dies with the context.
func ExecCmdBgWithCtx(ctx context.Context, name string, args ...string) *Running {
	r := &Running{cmd: exec.CommandContext(ctx, name, args...), Done: make(chan error)}
	if r.cmd.Start() != nil {
		return nil
	}
	go func() {
		truth.Role("watcher")
		r.Done <- r.cmd.Wait() //@ report send
		truth.Done()
	}()
	return r
}

// Follow reads lines for ever.
func Follow(r io.Reader) {
	truth.Role("follow")
	s := bufio.NewScanner(r)
	for s.Scan() {
	}
}
