// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/liveconf/conf"
)

func main() {
	truth.Role("main")
	kit.Start("hash sleep")
	l := conf.New()
	truth.Address("map", l.Values())
	go func() {
		truth.Role("reload")
		for {
			l.Reload([]byte(`{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10}`))
		}
	}()
	go func() {
		truth.Role("export")
		for {
			l.Sum()
		}
	}()
	time.Sleep(10 * time.Second)
}
