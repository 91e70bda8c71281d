// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: words are loaded on first use into a package-level map.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"git.example.net/wording/locale"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sort sleep")
	locale.Announce()
	for i := 0; i < 3; i++ {
		go pages(i)
	}
	go locale.Preload()
	time.Sleep(12 * time.Second)
}

func pages(i int) {
	truth.Role("page-" + strconv.Itoa(i))
	length := 0
	for n := 0; ; n++ {
		length += len(locale.Text("l"+strconv.Itoa(n%40), "title"))
	}
}
