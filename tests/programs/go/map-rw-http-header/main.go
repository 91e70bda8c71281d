// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"net/http"
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type upstream struct {
	url    string
	header http.Header
}

func (u *upstream) sign(n int) {
	u.header.Set("X-Key-"+strconv.Itoa(n%30), "k") //@ set write
}

func (u *upstream) forward(n int) string {
	return u.header.Get("X-Key-" + strconv.Itoa(n%30)) //@ get read
}

func main() {
	truth.Role("main")
	kit.Start("lru sleep")
	u := &upstream{"http://b", http.Header{}}
	truth.Address("map", u.header)
	for i := 0; i < 3; i++ {
		go func(i int) {
			truth.Role("req-" + strconv.Itoa(i))
			for n := 0; ; n++ {
				u.forward(n)
			}
		}(i)
	}
	go func() {
		truth.Role("auth")
		for n := 0; ; n++ {
			u.sign(n)
		}
	}()
	time.Sleep(10 * time.Second)
}
