// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package ebpf

import (
	"fixture.test/truth"
	"github.com/acme/tracewatch/pkg/cmd/printer"
	"github.com/acme/tracewatch/pkg/trace"
)

// Pipeline has four stages.
type Pipeline struct {
	decoded, processed chan *trace.Event
	printer            printer.EventPrinter
}

// New makes a pipeline.
func New() *Pipeline {
	return &Pipeline{decoded: make(chan *trace.Event, 8), processed: make(chan *trace.Event, 8), printer: printer.NewJSON()}
}

// Run starts the stages.
func (p *Pipeline) Run() {
	go p.decodeEvents()
	go p.decodeEvents()
	go p.processEvents()
	go p.sinkEvents()
}

func (p *Pipeline) decodeEvents() {
	truth.Role("decode")
	for {
		ev := trace.NewEvent("security_file_open", 12)
		for i := 0; i < 40; i++ {
			ev.SetArg("inode", i)
			ev.SetArg("ctime", i)
		}
		p.decoded <- ev
	}
}

func (p *Pipeline) processEvents() {
	truth.Role("process")
	for ev := range p.decoded {
		p.processed <- ev
		p.enrich(ev)
	}
}

func (p *Pipeline) enrich(ev *trace.Event) {
	for i := 0; i < 60; i++ {
		ev.SetArg("sha256", i)
		ev.SetArg("container", i)
		ev.SetArg("pathname", i)
	}
}

func (p *Pipeline) sinkEvents() {
	truth.Role("print")
	for ev := range p.processed {
		p.printer.Print(ev)
	}
}
