// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package mq

import (
	"sync"
	"time"
)

type Client struct {
	mu        sync.Mutex
	ready     chan error
	subs      map[string]bool
	role      func(string)
	OnConnect func(*Client)
}

func New(role func(string)) *Client { return &Client{subs: map[string]bool{}, role: role} }
func (c *Client) Connect() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ready = make(chan error)
	go func() { c.role("read"); c.incoming() }()
	select { //@ wait recv
	case err := <-c.ready:
		return err
	case <-time.After(time.Hour):
		return nil
	}
}
func (c *Client) incoming() {
	time.Sleep(10 * time.Millisecond)
	if c.OnConnect != nil {
		c.OnConnect(c)
	}
	c.ready <- nil
}
func (c *Client) Subscribe(topic string) {
	c.mu.Lock() //@ lock lock
	defer c.mu.Unlock()
	c.subs[topic] = true
}
