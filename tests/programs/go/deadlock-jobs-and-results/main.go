// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

func worker(jobs <-chan int, results chan<- int) {
	truth.Role("worker")
	for j := range jobs {
		results <- j * 2 //@ r send
	}
	close(results)
}
func main() {
	truth.Role("main")
	kit.Start("sleep")
	jobs, results := make(chan int), make(chan int)
	go worker(jobs, results)
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	for i := 0; i < 5; i++ {
		jobs <- i //@ s send
	}
	close(jobs)
	for r := range results {
		println(r)
	}
}
