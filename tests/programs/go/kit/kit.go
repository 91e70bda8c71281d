// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package kit is the in-house toolbox that the fixture programs share: background services which are all correct and
// only there to be busy, waiting or in maps of their own while another part of the program crashes.
package kit

import (
	"strings"

	"fixture.test/truth"
	"github.com/acme/kit/batch"
	"github.com/acme/kit/hub"
	"github.com/acme/kit/lru"
	"github.com/acme/kit/netio"
	"github.com/acme/kit/work"
)

// Start runs the named services.
func Start(services string) {
	for _, s := range strings.Fields(services) {
		truth.Role("main")
		switch s {
		case "lru":
			lru.Serve(3)
		case "shards":
			lru.ServeShards(4)
		case "batch":
			batch.Serve(3)
		case "hub":
			hub.Serve(5)
		case "conns":
			netio.Serve(3)
		case "hash":
			work.Hash(2)
		case "sort":
			work.Sort(2)
		case "sleep":
			work.Sleepers(3)
		case "cond":
			work.Queue(3)
		default:
			panic("unknown service " + s)
		}
	}
}
