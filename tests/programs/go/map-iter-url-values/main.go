// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"net/url"
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type client struct {
	host string
	base url.Values
}

func (c *client) target(n int) string {
	return c.host + "?" + c.base.Encode() //@ encode iterate
}

func (c *client) refresh(n int) {
	c.base.Set("token"+strconv.Itoa(n%40), strconv.Itoa(n)) //@ token write
}

func main() {
	truth.Role("main")
	kit.Start("conns batch")
	c := &client{"https://api.example", url.Values{}}
	c.base.Set("v", "2")
	truth.Address("map", c.base)
	for i := 0; i < 2; i++ {
		go func(i int) {
			truth.Role("call-" + strconv.Itoa(i))
			for n := 0; ; n++ {
				c.target(n)
			}
		}(i)
	}
	go func() {
		truth.Role("refresh")
		for n := 0; ; n++ {
			c.refresh(n)
		}
	}()
	time.Sleep(10 * time.Second)
}
