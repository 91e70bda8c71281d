// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package peers

import "maps"

// Peer is one peer.
type Peer struct{ Port int }

// Swarm is a set of peers.
type Swarm struct{ peers map[string]Peer }

// NewSwarm makes a swarm.
func NewSwarm() *Swarm { return &Swarm{peers: map[string]Peer{}} }

// Peers returns the map.
func (s *Swarm) Peers() map[string]Peer { return s.peers }

// Join adds a peer.
func (s *Swarm) Join(id string, port int) {
	s.peers[id] = Peer{Port: port} //@ join write
}

// Snapshot copies the peers.
func (s *Swarm) Snapshot() map[string]Peer {
	return maps.Clone(s.peers) //@ clone clone
}
