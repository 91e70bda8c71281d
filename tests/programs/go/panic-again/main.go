// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"errors"

	"fixture.test/truth"
)

var errLost = errors.New("connection lost")

func serve() {
	defer func() {
		if r := recover(); r != nil {
			panic(r)
		}
	}()
	panic(errLost)
}

func main() {
	truth.Role("main")
	defer func() {
		r := recover()
		panic(r) //@ crash here fn=main.func1
	}()
	serve()
}
