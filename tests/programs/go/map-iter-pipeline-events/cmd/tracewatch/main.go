// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command tracewatch traces. Bug: the pipeline's process stage goes on changing an event that the sink prints already.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/tracewatch/pkg/ebpf"
	"github.com/acme/tracewatch/pkg/signatures/engine"
)

func main() {
	truth.Role("main")
	kit.Start("batch sleep")
	e := engine.NewEngine(8)
	e.Start()
	ebpf.New().Run()
	time.Sleep(12 * time.Second)
}
