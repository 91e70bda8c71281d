// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package plugin

import "sync"

var (
	once  sync.Once
	names []string
)

// Names lists the plugins.
func Names() []string {
	once.Do(load) //@ once lock
	return names
}

func load() {
	names = append(names, "core")
	names = append(names, dependencies("core")...)
}

func dependencies(of string) []string {
	var out []string
	for _, n := range Names() {
		if n != of {
			out = append(out, n)
		}
	}
	return out
}
