// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package search

import (
	"context"
	"time"

	"fixture.test/truth"
)

// Engine asks backends.
type Engine struct {
	backends []string
	docs     chan string
}

// NewEngine makes an engine.
func NewEngine(backends []string) *Engine {
	return &Engine{backends: backends, docs: make(chan string)}
}

// First returns the first answer.
func (e *Engine) First(ctx context.Context, query string) string {
	results := make(chan string)
	for i, b := range e.backends {
		go e.ask(b, query, time.Duration(i+1)*2*time.Millisecond, results)
	}
	select {
	case r := <-results:
		return r
	case <-ctx.Done():
		return ""
	}
}

func (e *Engine) ask(backend, query string, slow time.Duration, results chan<- string) {
	truth.Role("backend")
	time.Sleep(slow)
	results <- backend + ": " + query //@ result send
	truth.Done()
}

// Index waits for documents.
func (e *Engine) Index() {
	truth.Role("index")
	for range e.docs {
	}
}
