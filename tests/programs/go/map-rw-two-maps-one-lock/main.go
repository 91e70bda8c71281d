// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/matchd/queue"
)

func main() {
	truth.Role("main")
	kit.Start("lru shards")
	m := queue.New()
	truth.Address("map", m.Players())
	truth.Address("rooms", m.Rooms())
	for i := 0; i < 2; i++ {
		go join(m, i)
	}
	go rooms(m)
	go poll(m)
	time.Sleep(10 * time.Second)
}

func join(m *queue.Matcher, i int) {
	truth.Role("join-" + strconv.Itoa(i))
	for n := 0; ; n++ {
		m.Join(n%700, "r"+strconv.Itoa(n%9))
	}
}

func rooms(m *queue.Matcher) {
	truth.Role("rooms")
	for n := 0; ; n++ {
		m.Close("r" + strconv.Itoa(n%9))
	}
}

func poll(m *queue.Matcher) {
	truth.Role("poll")
	for n := 0; ; n++ {
		m.Poll(n % 700)
	}
}
