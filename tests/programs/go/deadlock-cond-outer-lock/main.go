// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/bufferd/buf"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru conns")
	s := buf.New()
	go func() { truth.Role("take"); s.Take() }()
	time.Sleep(50 * time.Millisecond)
	go func() { truth.Role("put"); s.Put(1) }()
	time.Sleep(250 * time.Millisecond)
	truth.Ready()
	select {}
}
