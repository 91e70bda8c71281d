// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Goroutines and memory that only grow; run with GODEBUG=gctrace=1,schedtrace=… and ended by SIGQUIT.
package main

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

type job struct {
	payload [1 << 20]byte
	done    chan int
}

var kept []*job

func work(j *job) { j.done <- int(j.payload[0]) }

func main() {
	for i := 0; i < 40; i++ {
		j := &job{done: make(chan int)}
		kept = append(kept, j)
		go work(j)
		if i%10 == 0 {
			fmt.Println("jobs started:", i)
		}
		time.Sleep(12 * time.Millisecond)
	}
	syscall.Kill(os.Getpid(), syscall.SIGQUIT)
	time.Sleep(time.Second)
}
