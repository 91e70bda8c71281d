// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package stuck leaks goroutines, each function in a way of its own.
package stuck

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// Import waits for a group of which two members wait for rows that never come.
func Import() {
	rows := make(chan string)
	go func() {
		var g errgroup.Group
		for i := 0; i < 2; i++ {
			g.Go(func() error {
				<-rows
				return nil
			})
		}
		_ = g.Wait()
	}()
}

// Throttle takes all of a limit and gives nothing back; three wait for their share.
func Throttle() {
	limit := semaphore.NewWeighted(2)
	_ = limit.Acquire(context.Background(), 2)
	for i := 0; i < 3; i++ {
		go download(limit)
	}
}

func download(limit *semaphore.Weighted) {
	if limit.Acquire(context.Background(), 1) == nil {
		limit.Release(1)
	}
}

// Lookup asks four times for one key; the first asks a server that never answers.
func Lookup() {
	var calls singleflight.Group
	answer := make(chan string)
	for i := 0; i < 4; i++ {
		go resolve(&calls, answer)
	}
}

func resolve(calls *singleflight.Group, answer <-chan string) {
	_, _, _ = calls.Do("host", func() (interface{}, error) { return <-answer, nil })
}

type queue struct {
	mu    sync.Mutex
	ready *sync.Cond
	items []int
}

// Serve starts two takers of a queue that nothing is put into.
func Serve() {
	q := &queue{}
	q.ready = sync.NewCond(&q.mu)
	for i := 0; i < 2; i++ {
		go q.take()
	}
}

func (q *queue) take() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.ready.Wait()
	}
	return q.items[0]
}

// Remind has two timers whose functions tell somebody who isn't there.
func Remind() {
	bell := make(chan time.Time)
	for i := 0; i < 2; i++ {
		time.AfterFunc(time.Millisecond, func() { ring(bell) })
	}
}

func ring(bell chan<- time.Time) { bell <- time.Now() }

type stream struct {
	messages chan string
	ctx      context.Context
}

// Subscribe opens three streams, with a context that nobody cancels.
func Subscribe() {
	ctx, cancel := context.WithCancel(context.Background())
	_ = cancel
	for i := 0; i < 3; i++ {
		s := &stream{make(chan string), ctx}
		go s.receive()
	}
}

func (s *stream) receive() {
	for {
		select {
		case m := <-s.messages:
			_ = m
		case <-s.ctx.Done():
			return
		}
	}
}

// Convert takes one result out of a pipeline of three stages and leaves.
func Convert() int {
	return <-square(square(count(10)))
}

func count(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; i < n; i++ {
			out <- i
		}
	}()
	return out
}

func square(in <-chan int) <-chan int {
	out := make(chan int)
	go multiply(in, out)
	return out
}

func multiply(in <-chan int, out chan<- int) {
	defer close(out)
	for v := range in {
		out <- v * v
	}
}

// Render waits for workers of whom one panics before it says Done.
func Render() {
	go func() {
		var pages sync.WaitGroup
		for i := 0; i < 4; i++ {
			pages.Add(1)
			go page(&pages, i)
		}
		pages.Wait()
	}()
}

func page(pages *sync.WaitGroup, n int) {
	defer func() { _ = recover() }()
	if n == 2 {
		panic(errors.New("no such page"))
	}
	pages.Done()
}

// Merge closes its result when all are done; one of them never is.
func Merge() <-chan int {
	var parts sync.WaitGroup
	out := make(chan int, 8)
	never := make(chan struct{})
	for i := 0; i < 3; i++ {
		parts.Add(1)
		i := i
		go func() {
			defer parts.Done()
			if i == 1 {
				<-never
			}
			out <- i
		}()
	}
	go func() {
		parts.Wait()
		close(out)
	}()
	return out
}

// Choose waits for channels that nobody has made.
func Choose() {
	var left, right chan int
	go func() {
		select {
		case <-left:
		case right <- 1:
		}
	}()
}

// Copy writes into a pipe whose reader has left.
func Copy() {
	_, w := io.Pipe()
	go func() { _, _ = io.WriteString(w, "page one") }()
}

type account struct {
	mu sync.Mutex
	n  int
}

// Book locks an account and returns early; three wait for it.
func Book() {
	a := &account{}
	_ = a.add(-1)
	for i := 0; i < 3; i++ {
		go func() { _ = a.add(1) }()
	}
}

func (a *account) add(n int) error {
	a.mu.Lock()
	if n < 0 {
		return errors.New("less than nothing")
	}
	a.n += n
	a.mu.Unlock()
	return nil
}

// Listen reads from a client that says nothing, without a deadline.
func Listen() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return
	}
	go func() {
		if c, err := l.Accept(); err == nil {
			_, _ = io.ReadAll(c)
		}
	}()
	_, _ = net.Dial("tcp", l.Addr().String())
}

// Poll looks every hour.
func Poll() {
	for i := 0; i < 2; i++ {
		go func() {
			for range time.Tick(time.Hour) {
			}
		}()
	}
}

// Work starts four workers and never closes their channel.
func Work() {
	jobs := make(chan func())
	for i := 0; i < 4; i++ {
		go work(jobs)
	}
}

func work(jobs <-chan func()) {
	for job := range jobs {
		job()
	}
}
