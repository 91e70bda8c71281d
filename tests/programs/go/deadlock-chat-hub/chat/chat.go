// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package chat

import "time"

type Client struct {
	hub  *Hub
	send chan []byte
}
type Hub struct {
	register, unregister chan *Client
	broadcast            chan []byte
	clients              map[*Client]bool
}

func NewHub() *Hub {
	return &Hub{make(chan *Client), make(chan *Client), make(chan []byte), map[*Client]bool{}}
}
func (h *Hub) Run() {
	for {
		select {
		case c := <-h.register:
			h.clients[c] = true
		case c := <-h.unregister:
			delete(h.clients, c)
			close(c.send)
		case m := <-h.broadcast:
			for c := range h.clients {
				c.send <- m //@ out send
			}
		}
	}
}
func (h *Hub) Join() *Client { c := &Client{h, make(chan []byte)}; h.register <- c; return c }
func (h *Hub) Say(s string)  { h.broadcast <- []byte(s) }
func (c *Client) ReadPump() {
	defer func() {
		c.hub.unregister <- c //@ unreg send
	}()
	time.Sleep(30 * time.Millisecond)
}
