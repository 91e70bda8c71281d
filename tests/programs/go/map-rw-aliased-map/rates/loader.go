// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package rates

import (
	"strconv"
	"time"

	"fixture.test/truth"
)

// Loader fills a table of rates.
type Loader struct {
	table map[string]float64
	file  string
}

// NewLoader makes a loader.
func NewLoader(table map[string]float64) *Loader { return &Loader{table: table} }

// Load reads the file again and again.
func (l *Loader) Load(file string) {
	truth.Role("loader")
	l.file = file
	for n := 0; ; n++ {
		l.row(strconv.Itoa(n%400), float64(n))
		if n%400 == 0 {
			time.Sleep(50 * time.Microsecond)
		}
	}
}

func (l *Loader) row(id string, rate float64) {
	l.table["EUR"+id] = rate //@ load write
}
