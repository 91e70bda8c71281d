// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package catalog

// Catalog has prices.
type Catalog struct {
	region string
	table  map[string]float64
}

// Open makes one.
func Open(region string) Catalog { return Catalog{region, map[string]float64{}} }

// Table returns the map.
func (c Catalog) Table() map[string]float64 { return c.table }

// Price tells one.
//
//go:noinline
func (c Catalog) Price(sku string) float64 {
	return c.table[sku] //@ price read
}

// Apply changes one.
//
//go:noinline
func (c Catalog) Apply(sku string, p float64) {
	c.table[sku] = p //@ apply write
}
