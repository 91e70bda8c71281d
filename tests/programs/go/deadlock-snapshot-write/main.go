// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"github.com/acme/snapshotwrite/vm"
	"fixture.test/truth"
	"github.com/acme/kit"
	"time"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep")
	m := vm.New()
	go func() { truth.Role("save"); m.Save() }()
	go func() { truth.Role("write"); m.Write(1) }()
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	time.Sleep(time.Hour)
}
