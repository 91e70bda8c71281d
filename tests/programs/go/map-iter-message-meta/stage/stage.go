// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stage

import (
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"fixture.test/truth"
)

type message struct {
	id   int
	meta map[string]string
}

var sampled, counted int64

// Run starts the stages.
func Run() {
	in, tagged, out := make(chan *message), make(chan *message, 4), make(chan *message)
	go source(in)
	go split(in, tagged)
	go tag(tagged, out)
	go drain(out)
	go sample()
	go count()
}

func source(to chan<- *message) {
	truth.Role("source")
	for n := 0; ; n++ {
		m := &message{id: n, meta: map[string]string{}}
		for i := 0; i < 20; i++ {
			m.meta["h"+strconv.Itoa(i)] = "v"
		}
		to <- m
	}
}

func split(from <-chan *message, to chan<- *message) {
	truth.Role("splitter")
	for m := range from {
		to <- m
	}
}

func tag(from <-chan *message, to chan<- *message) {
	truth.Role("tagger")
	for m := range from {
		to <- m
		for i := 0; i < 3; i++ {
			m.meta["late"+strconv.Itoa(i)] = "x" //@ tag write
		}
		time.Sleep(time.Microsecond)
	}
}

func drain(from <-chan *message) {
	truth.Role("sink")
	for m := range from {
		var b strings.Builder
		for k, v := range m.meta { //@ emit iterate
			b.WriteString(k + "=" + v + ";")
		}
	}
}

func sample() {
	truth.Role("sampler")
	for {
		atomic.AddInt64(&sampled, 1)
		time.Sleep(30 * time.Microsecond)
	}
}

func count() {
	truth.Role("counter")
	seen := map[int]int{}
	for n := 0; ; n++ {
		seen[n%300]++
		atomic.AddInt64(&counted, 1)
	}
}
