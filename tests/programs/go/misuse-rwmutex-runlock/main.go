// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a read unlock without a read lock.
package main

import (
	"sync"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type routes struct {
	mu    sync.RWMutex
	paths []string
}

func (r *routes) find(path string) bool {
	for _, p := range r.paths {
		if p == path {
			return true
		}
	}
	r.mu.RUnlock() //@ crash unlock
	return false
}

func main() {
	truth.Role("main")
	kit.Start("cond sleep")
	r := &routes{paths: []string{"/"}}
	r.find("/missing")
}
