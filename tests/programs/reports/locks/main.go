// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// What sasha-s/go-deadlock reports, one way of locking per argument.
package main

import (
	"os"
	"time"

	"github.com/acme/locks/ledger"
	deadlock "github.com/sasha-s/go-deadlock"
)

func main() {
	deadlock.Opts.DeadlockTimeout = 150 * time.Millisecond
	switch os.Args[1] {
	case "order":
		ledger.InTurn(ledger.Transfer, ledger.Audit)
	case "order-others":
		go ledger.Hold()
		time.Sleep(20 * time.Millisecond)
		ledger.InTurn(ledger.Transfer, ledger.Audit)
	case "recursive":
		ledger.Rename("a", "b")
	case "recursive-read":
		ledger.Walk(3)
	case "timeout":
		go ledger.Hold()
		time.Sleep(20 * time.Millisecond)
		ledger.Deposit(5)
	case "timeout-others":
		deadlock.Opts.PrintAllCurrentGoroutines = true
		go ledger.Hold()
		go ledger.HoldIndex()
		time.Sleep(20 * time.Millisecond)
		ledger.Deposit(5)
	case "abba":
		deadlock.Opts.DisableLockOrderDetection = true
		go ledger.Transfer()
		go ledger.Audit()
		time.Sleep(5 * time.Second)
	}
}
