// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/walapply/raft"
	"github.com/acme/walapply/wal"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep cond")
	l := &wal.Log{}
	n := raft.New(l)
	go l.SyncAll(5)
	go func() { truth.Role("elect"); n.Campaign() }()
	time.Sleep(250 * time.Millisecond)
	for i := 0; i < 3; i++ {
		go func() { truth.Role("status"); n.Status() }()
	}
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
