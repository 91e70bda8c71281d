// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/edgeproxy/limiter"
	"github.com/acme/kit"
)

func accept(s *limiter.Server, i int) {
	truth.Role("accept-" + strconv.Itoa(i))
	for n := 0; ; n++ {
		s.Admit("10.0." + strconv.Itoa(n%50) + "." + strconv.Itoa(n%200))
	}
}

func status(s *limiter.Server) {
	truth.Role("status")
	for n := 0; ; n++ {
		s.Status("10.0.1." + strconv.Itoa(n%200))
	}
}

func main() {
	truth.Role("main")
	kit.Start("lru conns sleep")
	s := limiter.New()
	truth.Address("map", s.Map())
	for i := 0; i < 2; i++ {
		go accept(s, i)
	}
	go status(s)
	time.Sleep(10 * time.Second)
}
