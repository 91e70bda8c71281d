// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package rpc

import "fixture.test/truth"

type call struct {
	method string
	done   chan string
}

type Server struct {
	calls    chan call
	handlers map[string]func(*Server) string
}

func New() *Server {
	s := &Server{calls: make(chan call), handlers: map[string]func(*Server) string{}}
	return s
}

func (s *Server) Handle(m string, f func(*Server) string) { s.handlers[m] = f }

func (s *Server) Serve() {
	truth.Role("serve")
	for c := range s.calls {
		c.done <- s.dispatch(c.method)
	}
}

func (s *Server) dispatch(m string) string { return s.handlers[m](s) }

func (s *Server) Call(m string) string {
	c := call{m, make(chan string)}
	s.calls <- c //@ call send
	return <-c.done
}
