// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/pluginregistry/plugins"
	"github.com/acme/pluginregistry/registry"
)

func main() {
	truth.Role("main")
	kit.Start("lru cond sleep")
	r := &registry.Registry{}
	c := plugins.NewCron(r.Changed)
	r.Add(c)
	go func() { truth.Role("reload"); r.Reload(nil) }()
	go func() { truth.Role("tick"); c.Tick() }()
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	select {}
}
