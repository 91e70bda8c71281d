// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package comp

import "fixture.test/truth"

type unit struct{ id int }
type Parser struct{ in, out chan unit }
type Checker struct{ in, out chan unit }
type Emitter struct{ in, back chan unit }

func Start() {
	a, b, c := make(chan unit, 1), make(chan unit, 1), make(chan unit, 1)
	go (&Parser{c, a}).Run()
	go (&Checker{a, b}).Run()
	go (&Emitter{b, c}).Run()
}

func (p *Parser) Run() {
	truth.Role("parse")
	for i := 0; ; i++ {
		p.out <- unit{i}
		p.out <- unit{-i} //@ ps send
		<-p.in
	}
}

func (k *Checker) Run() {
	truth.Role("check")
	for u := range k.in {
		k.out <- u
		k.out <- unit{u.id + 1} //@ cs send
	}
}

func (e *Emitter) Run() {
	truth.Role("emit")
	for u := range e.in {
		e.back <- u //@ es send
		e.back <- u
	}
}
