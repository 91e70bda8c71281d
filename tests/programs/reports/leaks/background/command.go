// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package background runs commands.
package background

import (
	"context"
	"os/exec"
)

// Run starts a command and gives a channel on which its result comes.
func Run(ctx context.Context, name string, args ...string) <-chan error {
	done := make(chan error)
	started := make(chan struct{})
	go func() {
		cmd := exec.CommandContext(context.Background(), name, args...)
		go func() {
			err := cmd.Run()
			done <- err
		}()
		close(started)
	}()
	<-started
	return done
}
