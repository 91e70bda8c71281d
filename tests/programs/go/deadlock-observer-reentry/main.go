// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: an observer asks the scene that is notifying it with its lock held.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/observer/scene"
)

type ruler struct{ s *scene.Scene }

func (r *ruler) Moved(id int) { _ = r.s.Width(id) }

func main() {
	truth.Role("main")
	kit.Start("shards hub sleep")
	s := scene.New()
	s.Watch(&ruler{s})
	go func() { truth.Role("mover"); s.Move(1, 2) }()
	time.Sleep(80 * time.Millisecond)
	for i := 0; i < 2; i++ {
		go func() { truth.Role("painter"); s.Width(1) }()
	}
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
