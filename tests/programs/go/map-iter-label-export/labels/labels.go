// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package labels

import (
	"bytes"
	"fmt"
	"sync"

	"fixture.test/truth"
)

var (
	counts = map[string]int64{}
	gm     sync.Mutex
	gauges = map[string]float64{}
)

// Announce tells the truth.
func Announce() { truth.Address("map", counts) }

// One counts one.
func One(l string) {
	counts[l]++ //@ one write
}

// Gauge sets a gauge.
func Gauge(name string, v float64) {
	gm.Lock()
	gauges[name] = v
	gm.Unlock()
}

// Text is the export.
func Text() string {
	var b bytes.Buffer
	for l, n := range counts { //@ text iterate
		fmt.Fprintf(&b, "jobs{%s} %d\n", l, n)
	}
	return b.String()
}
