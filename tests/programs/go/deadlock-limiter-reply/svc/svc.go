// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package svc

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/limiterreply/limit"
)

type job struct {
	in  string
	out chan string
}

type Service struct {
	lim  *limit.Limiter
	jobs chan job
}

func New() *Service {
	s := &Service{limit.New(2), make(chan job, 8)}
	go s.worker()
	return s
}

func (s *Service) worker() {
	truth.Role("worker")
	for j := range s.jobs {
		time.Sleep(20 * time.Millisecond)
		s.work(j)
	}
}

func (s *Service) work(j job) {
	s.lim.Acquire()
	defer s.lim.Release()
	j.out <- j.in + "!"
}

func (s *Service) Call(in string) string {
	s.lim.Acquire()
	defer s.lim.Release()
	j := job{in, make(chan string)}
	s.jobs <- j
	return <-j.out //@ reply recv
}
