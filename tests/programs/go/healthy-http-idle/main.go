// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// No bug: a server with idle connections and a pool that waits for work.
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type pool struct {
	mu   sync.Mutex
	cond *sync.Cond
	jobs []func()
	done map[int]int
}

func (p *pool) work(id int) {
	for {
		p.mu.Lock()
		for len(p.jobs) == 0 {
			p.cond.Wait()
		}
		j := p.jobs[0]
		p.jobs = p.jobs[1:]
		p.mu.Unlock()
		j()
		p.note(id)
	}
}

func (p *pool) note(id int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done[id]++
}

func (p *pool) add(j func()) {
	p.mu.Lock()
	p.jobs = append(p.jobs, j)
	p.mu.Unlock()
	p.cond.Signal()
}

func main() {
	truth.Role("main")
	kit.Start("lru batch hub conns sleep cond")
	p := &pool{done: map[int]int{}}
	p.cond = sync.NewCond(&p.mu)
	for i := 0; i < 6; i++ {
		go p.work(i)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reply := make(chan string, 1)
		p.add(func() { reply <- "ok" })
		fmt.Fprintln(w, <-reply)
	})}
	go srv.Serve(l)
	go func() {
		<-ctx.Done()
		srv.Shutdown(context.Background())
	}()
	for i := 0; i < 5; i++ {
		r, err := (&http.Client{Transport: &http.Transport{}}).Get("http://" + l.Addr().String())
		if err == nil {
			io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		select {
		case <-ctx.Done():
		case <-time.After(time.Hour):
		}
	}()
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	wg.Wait()
}
