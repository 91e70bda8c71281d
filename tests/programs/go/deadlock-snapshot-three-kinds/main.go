// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/snapsvc/snap"
)

func main() {
	truth.Role("main")
	kit.Start("batch lru")
	s := snap.New()
	go func() { truth.Role("snap"); s.Snapshot() }()
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
