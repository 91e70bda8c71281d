// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/keyedlocks/store"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru cond")
	s := &store.Store{}
	go func() { truth.Role("move-1"); s.Move("users/1", "users/2") }()
	go func() { truth.Role("move-2"); s.Move("users/2", "users/1") }()
	time.Sleep(120 * time.Millisecond)
	go func() { truth.Role("touch-1"); s.Touch("users/1") }()
	go func() { truth.Role("touch-2"); s.Touch("users/2") }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
