// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package db

import "context"

type Conn struct{ id int }

type Pool struct{ free chan *Conn }

func Open(n int) *Pool {
	p := &Pool{free: make(chan *Conn, n)}
	for i := 0; i < n; i++ {
		p.free <- &Conn{i}
	}
	return p
}

func (p *Pool) Get(ctx context.Context) (*Conn, error) {
	select { //@ get select
	case c := <-p.free:
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *Pool) Put(c *Conn) { p.free <- c }

func (p *Pool) InTx(ctx context.Context, f func(*Conn) error) error {
	c, err := p.Get(ctx)
	if err != nil {
		return err
	}
	defer p.Put(c)
	return f(c)
}
