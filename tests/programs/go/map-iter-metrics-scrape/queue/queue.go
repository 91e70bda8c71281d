// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package queue

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/jobrunner/metrics"
)

// Queue runs jobs.
type Queue struct {
	jobs chan func()
	set  *metrics.Set
}

// New makes a queue.
func New(set *metrics.Set) *Queue { return &Queue{jobs: make(chan func()), set: set} }

// Work is a worker that makes its own jobs.
func (q *Queue) Work(role string, pause time.Duration) {
	truth.Role(role)
	for n := 0; ; n++ {
		q.run(n)
		if pause > 0 && n%64 == 0 {
			time.Sleep(pause)
		}
	}
}

func (q *Queue) run(n int) {
	q.set.Gauge("last_job", float64(n))
	q.set.Inc("jobs_total{kind=\"" + strconv.Itoa(n%40) + "\"}")
}

// Idle waits for a job.
func (q *Queue) Idle() {
	truth.Role("idle")
	for job := range q.jobs {
		job()
	}
}
