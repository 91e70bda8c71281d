// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package pool

import (
	"fmt"

	"fixture.test/truth"
)

type Pool struct{ tasks chan func() }

func New(n int) *Pool {
	p := &Pool{make(chan func(), 64)}
	for i := 0; i < n; i++ {
		go p.worker(i)
	}
	return p
}

func (p *Pool) worker(i int) {
	truth.Role(fmt.Sprint("work-", i))
	for f := range p.tasks {
		f()
	}
}

func (p *Pool) Submit(f func()) { p.tasks <- f }

func (p *Pool) Do(f func()) {
	done := make(chan struct{})
	p.Submit(func() { defer close(done); f() })
	<-done //@ wait recv
}
