// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/shardrename/store"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep")
	s := store.New(16)
	go func() { truth.Role("ren-1"); s.Rename("alpha", "beta") }()
	go func() { truth.Role("ren-2"); s.Rename("beta", "alpha") }()
	time.Sleep(100 * time.Millisecond)
	for i := 0; i < 3; i++ {
		go func() { truth.Role("get"); s.Get("alpha") }()
	}
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
