// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package sup

type event struct {
	from *Actor
	kind string
}
type Supervisor struct {
	events chan event
	kids   []*Actor
}
type Actor struct {
	stop, done chan struct{}
	boss       *Supervisor
	name       string
}

func New() *Supervisor { return &Supervisor{events: make(chan event)} }
func (s *Supervisor) Spawn(name string, role func(string)) *Actor {
	a := &Actor{stop: make(chan struct{}), done: make(chan struct{}), boss: s, name: name}
	s.kids = append(s.kids, a)
	go func() { role("act"); a.run() }()
	return a
}
func (a *Actor) run() {
	defer close(a.done)
	<-a.stop
	a.boss.events <- event{a, "stopped"} //@ report send
}
func (s *Supervisor) Run() {
	for ev := range s.events {
		if ev.kind == "shutdown" {
			for _, k := range s.kids {
				close(k.stop)
				k.join()
			}
		}
	}
}
func (a *Actor) join() {
	<-a.done //@ done recv
}
func (s *Supervisor) Shutdown() { s.events <- event{kind: "shutdown"} }
