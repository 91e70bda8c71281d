// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package printer

import (
	"encoding/json"
	"io"

	"github.com/acme/tracewatch/pkg/trace"
)

// EventPrinter prints events.
type EventPrinter interface{ Print(ev *trace.Event) }

type jsonEventPrinter struct{ out io.Writer }

// NewJSON prints JSON.
func NewJSON() EventPrinter { return jsonEventPrinter{out: io.Discard} }

func (p jsonEventPrinter) Print(ev *trace.Event) {
	b, err := json.Marshal(ev) //@ encode iterate
	if err == nil {
		p.out.Write(append(b, '\n'))
	}
}
