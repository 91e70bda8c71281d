// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Three races: a global, a field of a heap block whose writer has ended, and a map.
package main

import (
	"fmt"
	"time"
)

type Meter struct {
	name string
	last int64
}

func (m *Meter) Observe(v int64) { m.last = v }

var total int

func count(n int) {
	for i := 0; i < n; i++ {
		total++
	}
}

func global() {
	go count(10)
	time.Sleep(20 * time.Millisecond)
	total++
}

func heap() {
	m := &Meter{name: "queue"}
	go m.Observe(7)
	time.Sleep(20 * time.Millisecond)
	fmt.Println(m.name, m.last)
}

func table() {
	hits := map[string]int{}
	stop := make(chan bool)
	go func() {
		hits["a"]++
		<-stop
	}()
	time.Sleep(20 * time.Millisecond)
	fmt.Println(hits["b"])
	close(stop)
}

func main() {
	global()
	heap()
	table()
}
