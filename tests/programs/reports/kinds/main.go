// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// One leak of every kind, as a dump or as a profile: kinds [goroutine|goroutineleak DEBUG].
package main

import (
	"os"
	"runtime/pprof"
	"strconv"
	"syscall"
	"time"

	"github.com/acme/kinds/stuck"
)

func main() {
	for _, leak := range stuck.All {
		leak()
	}
	time.Sleep(300 * time.Millisecond)
	if len(os.Args) < 3 {
		syscall.Kill(os.Getpid(), syscall.SIGQUIT)
		time.Sleep(5 * time.Second)
	}
	debug, _ := strconv.Atoi(os.Args[2])
	if p := pprof.Lookup(os.Args[1]); p != nil {
		_ = p.WriteTo(os.Stdout, debug)
	}
}
