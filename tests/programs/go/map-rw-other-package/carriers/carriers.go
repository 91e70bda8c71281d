// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package carriers

import (
	"strconv"
	"time"

	"fixture.test/truth"
)

// Carrier is a parcel service.
type Carrier struct {
	Name  string
	Price int
}

// ByCode is the price list.
var ByCode = map[string]Carrier{}

// Watch imports the list whenever the file changes.
func Watch(file string) {
	truth.Role("importer")
	for gen := 0; ; gen++ {
		importRows(file, gen)
		time.Sleep(50 * time.Microsecond)
	}
}

func importRows(file string, gen int) {
	for row := 0; row < 200; row++ {
		code := "c" + strconv.Itoa((row+gen)%900)
		ByCode[code] = Carrier{Name: file, Price: gen} //@ import write
	}
}
