// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a template ranges over Page.Tags while the tagger counts.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/wikiserve/page"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep cond")
	p := page.New("Home")
	truth.Address("map", p.Tags)
	go tag(p)
	go render(p, "render")
	go render(page.New("About"), "render-about")
	time.Sleep(12 * time.Second)
}

func tag(p *page.Page) {
	truth.Role("tagger")
	for n := 0; ; n++ {
		p.Tag("topic-" + strconv.Itoa(n%200))
	}
}

func render(p *page.Page, role string) {
	truth.Role(role)
	for {
		p.Render()
	}
}
