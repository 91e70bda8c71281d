// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/genericmaps/doc"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru conns")
	s := doc.New()
	go func() { truth.Role("ins"); s.Insert("x", 1) }()
	go func() { truth.Role("rebuild"); s.Rebuild() }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
