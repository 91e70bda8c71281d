// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package peer

import (
	"context"

	"fixture.test/truth"
)

type Msg struct{ N int }

type Peer struct {
	Name  string
	inbox chan Msg
	out   chan<- Msg
}

func Pair() (*Peer, *Peer) {
	a, b := &Peer{Name: "a", inbox: make(chan Msg)}, &Peer{Name: "b", inbox: make(chan Msg)}
	a.out, b.out = b.inbox, a.inbox
	return a, b
}

func (p *Peer) Run(ctx context.Context) error {
	truth.Role("peer-" + p.Name)
	if err := p.push(ctx, Msg{0}); err != nil {
		return err
	}
	for {
		select {
		case m := <-p.inbox:
			p.push(ctx, Msg{m.N + 1})
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (p *Peer) push(ctx context.Context, m Msg) error {
	select { //@ pump select
	case p.out <- m:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
