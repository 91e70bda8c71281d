// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two posters of one tenant write the same inner map. Posters of other tenants stand in the same line.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/billing/ledger"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("batch sleep cond")
	l := ledger.New("acme", "globex", "initech")
	truth.Address("map", l.Accounts("acme"))
	go post(l, "acme", "post-acme-invoices")
	go post(l, "acme", "post-acme-refunds")
	go post(l, "globex", "post-globex")
	go post(l, "initech", "post-initech")
	time.Sleep(12 * time.Second)
}

func post(l *ledger.Ledger, tenant, role string) {
	truth.Role(role)
	for n := 0; ; n++ {
		l.Post(tenant, "account-"+strconv.Itoa(n%5000), 100)
	}
}
