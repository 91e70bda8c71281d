// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stage

// Pipe has two stages.
type Pipe struct {
	In    chan int
	retry chan int
}

// New makes one.
func New() *Pipe { return &Pipe{make(chan int), make(chan int)} }

// Parse passes every item to the other stage.
func (p *Pipe) Parse() {
	for n := range p.In {
		p.retry <- n //@ out send
	}
}

// Retry gives every item back.
func (p *Pipe) Retry() {
	for n := range p.retry {
		p.In <- n + 100 //@ back send
	}
}
