// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package streams

import (
	"strings"
	"sync"
)

// Stream is one source with its consumers.
type Stream struct {
	Source    string
	consumers []func([]byte)
}

var (
	streams = map[string]*Stream{}

	hitsMu sync.Mutex
	hits   = map[string]int{}
)

// New registers a stream.
func New(name, source string) *Stream {
	if !strings.Contains(source, "://") {
		return nil
	}
	stream := &Stream{Source: source}
	streams[name] = stream //@ new write
	return stream
}

// Hit counts a request; it is locked as it should be.
func Hit(name string) {
	hitsMu.Lock()
	hits[name]++
	hitsMu.Unlock()
}

// All returns the registry itself.
func All() map[string]*Stream { return streams }
