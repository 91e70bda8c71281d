// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package truth writes what really happens in a fixture program to a side channel (the file named by SKEIN_TRUTH),
// so that the label of a captured log never depends on parsing that log.
package truth

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"sync"
)

var (
	out  *os.File
	mu   sync.Mutex
	seen = map[string]bool{}
)

func init() {
	if p := os.Getenv("SKEIN_TRUTH"); p != "" {
		out, _ = os.OpenFile(p, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	}
}

func write(format string, args ...interface{}) {
	if out == nil {
		return
	}
	line := fmt.Sprintf(format, args...)
	mu.Lock()
	known := seen[line]
	seen[line] = true
	mu.Unlock()
	if !known {
		out.WriteString(line)
	}
}

// ID returns the number of the calling goroutine, as the runtime prints it.
func ID() int {
	var buf [64]byte
	n := 0
	for _, c := range buf[len("goroutine "):runtime.Stack(buf[:], false)] {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// Role records which part the calling goroutine plays. A goroutine has one role; a role may have many goroutines.
func Role(name string) {
	if out != nil {
		write("role %d %s\n", ID(), name)
	}
}

// Done records that the calling goroutine is about to end.
func Done() {
	if out != nil {
		write("done %d\n", ID())
	}
}

// Address records where a map, channel or pointer lives.
func Address(name string, v interface{}) {
	if out != nil {
		write("address %s 0x%x\n", name, reflect.ValueOf(v).Pointer())
	}
}

// Ready tells the capture script that the program has reached the state that a signal should catch.
func Ready() { write("ready\n") }
