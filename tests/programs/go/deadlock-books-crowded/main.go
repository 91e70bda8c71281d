// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"github.com/acme/bookscrowded/books"
	"fixture.test/truth"
	"time"
)

func main() {
	truth.Role("main")
	b := books.New()
	go func() { truth.Role("pay"); b.Pay() }()
	go func() { truth.Role("refund"); b.Refund() }()
	go func() { truth.Role("close"); b.CloseMonth() }()
	time.Sleep(90 * time.Millisecond)
	for i := 0; i < 3; i++ {
		go b.Cash()
		go b.Debt()
		go b.Month()
	}
	time.Sleep(150 * time.Millisecond)
	truth.Ready()
	time.Sleep(time.Hour)
}
