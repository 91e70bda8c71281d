// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package header

// Header is a mail's header.
type Header struct{ fields map[string]string }

// Pool keeps free headers.
type Pool struct{ free chan *Header }

// NewPool makes a pool of n headers.
func NewPool(n int) *Pool {
	p := &Pool{free: make(chan *Header, n)}
	for i := 0; i < n; i++ {
		p.free <- &Header{fields: map[string]string{}}
	}
	return p
}

// Get takes a header out.
func (p *Pool) Get() *Header { return <-p.free }

// Release empties a header and puts it back.
func (p *Pool) Release(h *Header) {
	h.reset()
	p.free <- h
}

// Fields returns the map.
func (h *Header) Fields() map[string]string { return h.fields }

// Add adds a field.
func (h *Header) Add(name, value string) {
	h.fields[name] = value //@ add write
}

// Annotate adds a field later.
func (h *Header) Annotate(name, value string) {
	h.fields[name] = value //@ late write
}

func (h *Header) reset() {
	for k := range h.fields { //@ reset iterate //@ reset clear
		delete(h.fields, k) //@ reset delete
	}
}
