// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: labels are a map type with value receivers, shared by a series and its exporter.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/obsv/meter/meter"
)

func main() {
	truth.Role("main")
	kit.Start("batch conns sleep")
	l := meter.Labels{"job": "api"}
	truth.Address("map", map[string]string(l))
	go export(l)
	go relabel(l)
	go relabel(meter.Labels{})
	time.Sleep(12 * time.Second)
}

func export(l meter.Labels) {
	truth.Role("exporter")
	n := 0
	for {
		n += len(l.String())
	}
}

var first = make(chan bool, 1)

func relabel(l meter.Labels) {
	if _, ok := l["job"]; ok {
		truth.Role("relabel")
	} else {
		truth.Role("bystander")
	}
	for n := 0; ; n++ {
		l.With("k"+strconv.Itoa(n%60), "v")
		if n%32 == 0 {
			time.Sleep(15 * time.Microsecond)
		}
	}
}
