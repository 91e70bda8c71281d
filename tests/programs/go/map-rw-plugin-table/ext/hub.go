// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package ext

import (
	"fixture.test/truth"
)

// Plugin is one loaded extension.
type Plugin struct {
	Name string
	Rev  int
}

// Hub knows the extensions.
type Hub struct {
	calls  int64
	byName map[string]Plugin
}

// NewHub makes a hub.
func NewHub() *Hub { return &Hub{byName: map[string]Plugin{}} }

// Announce tells the truth.
func (h *Hub) Announce() { truth.Address("map", h.byName) }

// Plug installs an extension.
func (h *Hub) Plug(name string, p Plugin) {
	h.byName[name] = p //@ plug write
}

// Run calls an extension.
func (h *Hub) Run(name string) int {
	p, ok := h.byName[name] //@ dispatch read
	if !ok {
		return 0
	}
	return p.Rev % 7
}
