// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Status prints Job.labels with %v while the runner labels the job.
package main

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/deployer/job"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sort hub conns")
	j := job.New("rollout-42")
	truth.Address("map", j.Labels())
	truth.Address("job", j)
	go func() {
		truth.Role("runner")
		for n := 0; ; n++ {
			j.Step("step-"+strconv.Itoa(n%90), "done")
		}
	}()
	go func() {
		truth.Role("status")
		for {
			io.WriteString(io.Discard, j.Status())
		}
	}()
	for i := 0; i < 2; i++ {
		go func() {
			truth.Role("logger")
			own := map[string]int{"a": 1, "b": 2, "c": 3}
			for {
				fmt.Fprintf(io.Discard, "fields=%v\n", own)
			}
		}()
	}
	time.Sleep(12 * time.Second)
}
