// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package metrics

import (
	"fmt"
	"io"
	"net/http"
	"sync"

	"fixture.test/truth"
)

// Set is what the scraper sees.
type Set struct {
	counters map[string]uint64

	mu     sync.Mutex
	gauges map[string]float64
}

// NewSet makes a set.
func NewSet() *Set {
	return &Set{counters: map[string]uint64{}, gauges: map[string]float64{"up": 1}}
}

// Counters returns the map.
func (s *Set) Counters() map[string]uint64 { return s.counters }

// Inc increments.
func (s *Set) Inc(name string) {
	s.counters[name]++ //@ inc write
}

// Gauge sets a gauge under the lock.
func (s *Set) Gauge(name string, v float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gauges[name] = v
}

func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	truth.Role("scrape")
	s.writeGauges(w)
	s.writeCounters(w)
}

func (s *Set) writeGauges(w io.Writer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, v := range s.gauges {
		fmt.Fprintf(w, "%s %g\n", name, v)
	}
}

func (s *Set) writeCounters(w io.Writer) {
	for name, v := range s.counters { //@ scrape iterate
		fmt.Fprintf(w, "%s %d\n", name, v)
	}
}
