// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/rendergrid/grid"
)

func main() {
	truth.Role("main")
	kit.Start("batch sleep")
	g := grid.New()
	go func() { truth.Role("preview"); g.Preview() }()
	go func() { truth.Role("export"); g.Export() }()
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
