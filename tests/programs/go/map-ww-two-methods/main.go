// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Login and Import write Table.byToken; only byUser is locked.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/gatekeeper/session"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch conns sleep")
	t := session.NewTable()
	t.Announce()
	go serveLogins(t)
	go replay(t, "backup.db")
	time.Sleep(12 * time.Second)
}

func serveLogins(t *session.Table) {
	truth.Role("login")
	for n := 0; ; n++ {
		t.Login(n % 9000)
	}
}

func replay(t *session.Table, file string) {
	truth.Role("import")
	for n := 0; ; n++ {
		t.Import([]int{n % 7000, n % 11, n % 501}, file)
	}
}
