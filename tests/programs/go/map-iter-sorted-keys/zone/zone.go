// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package zone

import (
	"maps"
	"slices"
)

// Zone is a zone.
type Zone struct {
	origin  string
	records map[string][]string
}

// New makes a zone.
func New(origin string) *Zone { return &Zone{origin: origin, records: map[string][]string{}} }

// Records returns the map.
func (z *Zone) Records() map[string][]string { return z.records }

// Names lists the names in order.
func (z *Zone) Names() []string {
	return slices.Sorted(maps.Keys(z.records)) //@ keys iterate
}

// Update sets a record.
func (z *Zone) Update(name, addr string) {
	z.records[name] = []string{addr} //@ update write
}
