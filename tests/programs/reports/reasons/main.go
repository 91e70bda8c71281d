// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// One goroutine leak of every kind that Skein has a reason for; ended by SIGQUIT.
package main

import (
	"context"
	"os"
	"syscall"
	"time"

	"github.com/acme/reasons/shop"
)

func main() {
	for i := 0; i < 6; i++ {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
		shop.Quote(ctx, i)
		cancel()
	}
	shop.StartPacking(5)
	for i := 0; i < 4; i++ {
		shop.NewMeter()
	}
	shop.FetchAll(5)
	go shop.Settle(4)
	shop.Report(6)
	time.Sleep(300 * time.Millisecond)
	syscall.Kill(os.Getpid(), syscall.SIGQUIT)
	time.Sleep(5 * time.Second)
}
