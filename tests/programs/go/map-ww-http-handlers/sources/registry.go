// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package sources

// Source is a camera.
type Source struct{ URL string }

var registry = map[string]*Source{}

// Registry returns the map.
func Registry() map[string]*Source { return registry }

// Put stores a source.
func Put(name, url string) *Source {
	s := &Source{URL: url}
	registry[name] = s //@ put write
	return s
}
