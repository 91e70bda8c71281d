// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package shop leaks goroutines.
package shop

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// Quote gives up when the context is done; the goroutine that computes the price doesn't.
func Quote(ctx context.Context, item int) int {
	price := make(chan int)
	go func() {
		price <- computeCtx(ctx, item)
	}()
	select {
	case p := <-price:
		return p
	case <-ctx.Done():
		return 0
	}
}

func computeCtx(_ context.Context, item int) int {
	time.Sleep(20 * time.Millisecond)
	return item * 3
}

// StartPacking starts workers and forgets to close the channel of their orders.
func StartPacking(workers int) {
	orders := make(chan int)
	for i := 0; i < workers; i++ {
		go pack(orders)
	}
	for i := 0; i < 20; i++ {
		orders <- i
	}
}

func pack(orders <-chan int) {
	for range orders {
	}
}

// Meter counts for ever.
type Meter struct{ n int }

// NewMeter starts a loop that nothing ends.
func NewMeter() *Meter {
	m := &Meter{}
	go m.tickLoop()
	return m
}

func (m *Meter) tickLoop() {
	ticker := time.NewTicker(time.Hour)
	for range ticker.C {
		m.n++
	}
}

// FetchAll doesn't close the bodies of its responses.
func FetchAll(n int) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write(make([]byte, 64<<10))
	}))
	for i := 0; i < n; i++ {
		response, err := http.Get(server.URL)
		if err == nil && response.StatusCode != http.StatusOK {
			response.Body.Close()
		}
	}
}

// Settle waits for accountants of whom one never says that it is done.
func Settle(n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go account(&wg, i)
	}
	wg.Wait()
}

func account(wg *sync.WaitGroup, i int) {
	if i == 2 {
		return
	}
	wg.Done()
}

type connector struct{}

func (connector) Connect(context.Context) (driver.Conn, error) { return conn{}, nil }
func (connector) Driver() driver.Driver                        { return nil }

type conn struct{}

func (conn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("no statements here") }
func (conn) Close() error                        { return nil }
func (conn) Begin() (driver.Tx, error)           { return tx{}, nil }

type tx struct{}

func (tx) Commit() error   { return nil }
func (tx) Rollback() error { return nil }

// Report begins transactions and never ends them, with two connections for all.
func Report(n int) {
	db := sql.OpenDB(connector{})
	db.SetMaxOpenConns(2)
	for i := 0; i < n; i++ {
		go begin(db)
	}
}

func begin(db *sql.DB) {
	if _, err := db.Begin(); err != nil {
		panic(err)
	}
}
