// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: parsed templates are kept in a package variable without a lock.
package main

import (
	"fmt"
	"io"
	"text/template"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

var parsed = map[string]*template.Template{}

func compiled(name string) *template.Template {
	return parsed[name] //@ get read
}

func parse(name, text string) {
	t := template.Must(template.New(name).Parse(text))
	parsed[name] = t //@ put write
}

func main() {
	truth.Role("main")
	kit.Start("batch sort sleep")
	truth.Address("map", parsed)
	parse("hello", "Hello {{.}}")
	for i := 0; i < 4; i++ {
		go mail(i)
	}
	go func() {
		truth.Role("reload")
		for n := 0; ; n++ {
			parse(fmt.Sprintf("t%d", n%30), "Dear {{.}}")
		}
	}()
	time.Sleep(12 * time.Second)
}

func mail(i int) {
	truth.Role(fmt.Sprintf("mail-%d", i))
	for n := 0; ; n++ {
		t := compiled("hello")
		if n%200 == 0 {
			t.Execute(io.Discard, n)
		}
	}
}
