// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package job

import "fmt"

// Job is one rollout.
type Job struct {
	name   string
	labels map[string]string
}

// New makes a job.
func New(name string) *Job { return &Job{name: name, labels: map[string]string{}} }

// Labels returns the map.
func (j *Job) Labels() map[string]string { return j.labels }

// Status describes the job.
func (j *Job) Status() string {
	return fmt.Sprintf("%s %v", j.name, j.labels) //@ print iterate
}

// Step finishes one step.
func (j *Job) Step(name, state string) {
	j.labels[name] = state //@ label write
}
