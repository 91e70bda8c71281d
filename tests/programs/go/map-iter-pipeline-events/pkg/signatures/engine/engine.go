// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package engine

import "fixture.test/truth"

// Engine feeds signatures.
type Engine struct{ inputs []chan string }

// NewEngine makes n inputs.
func NewEngine(n int) *Engine {
	e := &Engine{}
	for i := 0; i < n; i++ {
		e.inputs = append(e.inputs, make(chan string))
	}
	return e
}

// Start starts the signatures.
func (e *Engine) Start() {
	for _, in := range e.inputs {
		go signatureStart(in)
	}
}

func signatureStart(in chan string) {
	truth.Role("signature")
	for range in {
	}
}
