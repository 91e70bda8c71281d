// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package node

import "fixture.test/truth"

type msg struct {
	key  string
	back chan string
}

type Node struct {
	name string
	in   chan msg
	Peer *Node
	own  map[string]string
}

func New(name string, own map[string]string) *Node {
	return &Node{name: name, in: make(chan msg, 1), own: own}
}

func (n *Node) Run() {
	truth.Role("node-" + n.name)
	for m := range n.in {
		m.back <- n.lookup(m.key)
	}
}

func (n *Node) lookup(key string) string {
	if v, ok := n.own[key]; ok {
		return v
	}
	return n.Peer.Ask(key)
}

func (n *Node) Ask(key string) string {
	m := msg{key, make(chan string, 1)}
	n.in <- m
	return <-m.back //@ answer recv
}
