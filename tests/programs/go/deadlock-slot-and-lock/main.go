// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/slotandlock/blob"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep cond")
	s := blob.New()
	go func() { truth.Role("upload"); s.Upload("a") }()
	go func() { truth.Role("gc"); s.GC() }()
	time.Sleep(100 * time.Millisecond)
	go func() { truth.Role("len"); s.Len() }()
	time.Sleep(60 * time.Millisecond)
	truth.Ready()
	select {}
}
