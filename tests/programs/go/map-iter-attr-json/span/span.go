// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package span

import (
	"encoding/json"
	"io"

	"fixture.test/truth"
)

// Span is a piece of work.
type Span struct {
	Name string                 `json:"name"`
	Attr map[string]interface{} `json:"attr"`
}

// New makes a span.
func New(name string) *Span { return &Span{Name: name, Attr: map[string]interface{}{"a": 1, "b": "x"}} }

// Announce tells the truth.
func (s *Span) Announce() { truth.Address("map", s.Attr) }

// With adds an attribute.
func (s *Span) With(k string, v interface{}) *Span {
	s.Attr[k] = v //@ attr write
	return s
}

// WriteTo encodes it.
func (s *Span) WriteTo(w io.Writer) (int64, error) {
	return 0, json.NewEncoder(w).Encode(s) //@ export iterate
}
