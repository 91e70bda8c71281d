// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/fourkinds/queue"
	"github.com/acme/fourkinds/sched"
	"github.com/acme/fourkinds/shards"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep hub")
	q := queue.New()
	t := &shards.Table{Q: q}
	s := &sched.Scheduler{Table: t}
	q.OnFlush = s.Report
	go func() { truth.Role("kick"); q.Kick() }()
	time.Sleep(10 * time.Millisecond)
	go func() { truth.Role("rebal"); t.Split(3) }()
	time.Sleep(10 * time.Millisecond)
	go func() { truth.Role("sched"); s.Rebalance() }()
	time.Sleep(250 * time.Millisecond)
	truth.Ready()
	select {}
}
