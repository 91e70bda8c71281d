// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command auditd prints events as JSON. Bug: the enricher goes on writing Event.Fields after the event was handed to
// the printer.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/auditd/pkg/event"
	"github.com/acme/auditd/pkg/pipeline"
	"github.com/acme/auditd/pkg/printer"
)

func main() {
	truth.Role("main")
	ev := event.New("openat", 40)
	truth.Address("map", ev.Fields)
	p := pipeline.New(ev)
	for i := 0; i < 5; i++ {
		go p.Match(i)
	}
	go p.Compile()
	go p.Enrich()
	out := make(chan []byte, 4)
	go printer.NewJSON(out).Run(ev)
	go p.Sink(out)
	go p.Stats(make(chan struct{}))
	time.Sleep(12 * time.Second)
}
