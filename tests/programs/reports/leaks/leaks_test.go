// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package leaks

import (
	"context"
	"testing"
	"time"

	"github.com/acme/leaks/background"
	"github.com/fortytw2/leaktest"
	"go.uber.org/goleak"
)

func three(t *testing.T) {
	for i := 0; i < 3; i++ {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		select {
		case <-background.Run(ctx, "/bin/sleep", "0.1"):
		case <-ctx.Done():
		}
		cancel()
	}
	time.Sleep(300 * time.Millisecond)
}

func TestGoleak(t *testing.T) {
	defer goleak.VerifyNone(t)
	three(t)
}

func TestLeaktest(t *testing.T) {
	defer leaktest.CheckTimeout(t, 200*time.Millisecond)()
	three(t)
}

func TestQuiet(t *testing.T) { three(t) }
