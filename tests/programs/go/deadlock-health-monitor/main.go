// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/healthmonitor/ctr"
	"github.com/acme/healthmonitor/daemon"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep conns hub")
	d, c := daemon.New(), ctr.New("c1")
	d.Watch(c, truth.Role)
	go func() { truth.Role("stop"); d.Stop(c) }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
