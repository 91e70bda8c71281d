// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/plugrun/plug"
)

func main() {
	truth.Role("main")
	kit.Start("conns batch")
	r := plug.New()
	go func() { truth.Role("init"); r.Get("tls") }()
	go func() { truth.Role("reload"); r.Reload() }()
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
