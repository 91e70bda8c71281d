// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a tree of maps is printed recursively while somebody patches its root.
package main

import (
	"strconv"
	"strings"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type any_ = interface{}

func render(b *strings.Builder, v any_) {
	switch t := v.(type) {
	case map[string]any_:
		for k, c := range t { //@ walk iterate
			b.WriteString(k + ":")
			render(b, c)
		}
	case string:
		b.WriteString(t)
	}
}

func tree() map[string]any_ {
	root := map[string]any_{}
	for i := 0; i < 40; i++ {
		root["s"+strconv.Itoa(i)] = map[string]any_{"a": "b", "c": map[string]any_{"d": "e"}}
	}
	return root
}

func patchAt(root map[string]any_, key string) {
	root[key] = "patched" //@ patch write
}

func main() {
	truth.Role("main")
	kit.Start("batch hub sleep")
	root := tree()
	truth.Address("map", root)
	go func() {
		truth.Role("printer")
		for {
			var b strings.Builder
			render(&b, root)
		}
	}()
	go func() {
		truth.Role("printer-2")
		own := tree()
		for {
			var b strings.Builder
			render(&b, own)
		}
	}()
	go func() {
		truth.Role("patcher")
		for n := 0; ; n++ {
			patchAt(root, "p"+strconv.Itoa(n%300))
			time.Sleep(2 * time.Microsecond)
		}
	}()
	time.Sleep(12 * time.Second)
}
