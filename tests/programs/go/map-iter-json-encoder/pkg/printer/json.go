// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package printer

import (
	"encoding/json"

	"fixture.test/truth"
	"github.com/acme/auditd/pkg/event"
)

// JSON prints events as lines.
type JSON struct{ out chan<- []byte }

// NewJSON makes a printer.
func NewJSON(out chan<- []byte) *JSON { return &JSON{out: out} }

// Run prints the current event again and again.
func (j *JSON) Run(e *event.Event) {
	truth.Role("printer")
	for {
		j.Print(e)
	}
}

// Print encodes one event.
func (j *JSON) Print(e *event.Event) {
	b, err := json.Marshal(e) //@ encode iterate
	if err != nil {
		return
	}
	j.out <- b
}
