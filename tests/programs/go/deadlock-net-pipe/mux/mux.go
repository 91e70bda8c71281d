// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package mux

import (
	"net"
	"sync"
	"time"
)

type Session struct {
	mu         sync.Mutex
	conn, peer net.Conn
	sent, got  int
}

func New() *Session { s := &Session{}; s.conn, s.peer = net.Pipe(); return s }
func (s *Session) WriteFrame(p []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent++
	_, err := s.conn.Write(p) //@ write send
	return err
}
func (s *Session) ReadLoop() {
	var b [16]byte
	for {
		time.Sleep(20 * time.Millisecond)
		s.mu.Lock() //@ lock lock
		s.got++
		s.mu.Unlock()
		s.peer.Read(b[:])
	}
}
