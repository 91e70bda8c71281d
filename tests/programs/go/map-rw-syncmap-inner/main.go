// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the sync.Map is safe; the plain maps that it holds are not.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type presence struct{ rooms sync.Map }

func (p *presence) room(id int) map[string]int {
	v, _ := p.rooms.LoadOrStore(id, map[string]int{})
	return v.(map[string]int)
}

func (p *presence) beat(room int, user string) {
	p.room(room)[user]++ //@ mark write
}

func (p *presence) last(room int, user string) int {
	return p.room(room)[user] //@ look read
}

func main() {
	truth.Role("main")
	kit.Start("lru hub sleep")
	p := &presence{}
	truth.Address("map", p.room(0))
	for i := 0; i < 2; i++ {
		go watch(p, i)
	}
	go func() {
		truth.Role("beat")
		for n := 0; ; n++ {
			p.beat(0, "user"+strconv.Itoa(n%200))
		}
	}()
	go func() {
		truth.Role("other-room")
		for n := 0; ; n++ {
			p.beat(1, "user"+strconv.Itoa(n%200))
		}
	}()
	time.Sleep(12 * time.Second)
}

func watch(p *presence, i int) {
	truth.Role("watch-" + strconv.Itoa(i))
	for n := 0; ; n++ {
		p.last(0, "user"+strconv.Itoa(n%300))
	}
}
