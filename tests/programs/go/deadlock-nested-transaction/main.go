// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"context"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/nestedtransaction/db"
)

type store struct{ p *db.Pool }

func (s *store) nextID(ctx context.Context) (id int, err error) {
	err = s.p.InTx(ctx, func(*db.Conn) error { id++; return nil })
	return
}

func (s *store) placeOrder(ctx context.Context) error {
	return s.p.InTx(ctx, func(*db.Conn) error {
		_, err := s.nextID(ctx)
		return err
	})
}

func main() {
	truth.Role("main")
	kit.Start("lru sleep batch")
	s := &store{db.Open(1)}
	go func() { truth.Role("order"); s.placeOrder(context.Background()) }()
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
