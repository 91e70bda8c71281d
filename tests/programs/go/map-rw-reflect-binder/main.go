// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a binder sets map entries by reflection while gates look them up.
package main

import (
	"fmt"
	"time"

	"bitbucket.org/kontor/flagd/bind"
	"fixture.test/truth"
	"github.com/acme/kit"
)

type settings struct {
	Name   string
	Limits map[string]int
}

func (s *settings) allowed(tenant string, n int) bool {
	return n < s.Limits[tenant] //@ ask read
}

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep cond")
	s := &settings{Limits: map[string]int{"a": 1}}
	truth.Address("map", s.Limits)
	for i := 0; i < 3; i++ {
		go gate(s, i)
	}
	go bind.Watch(s)
	time.Sleep(12 * time.Second)
}

func gate(s *settings, i int) {
	truth.Role(fmt.Sprintf("gate-%d", i))
	passed := 0
	for n := 0; ; n++ {
		if s.allowed("tenant"+fmt.Sprint(n%31), n) {
			passed++
		}
	}
}
