// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a panic is recovered and thrown again with a custom error, then a deferred call panics too.
package main

import (
	"fmt"

	"fixture.test/truth"
)

type ruleError struct {
	rule  int
	cause interface{}
}

func (e *ruleError) Error() string { return fmt.Sprintf("rule %d: %v", e.rule, e.cause) }

func apply(n int) {
	defer func() {
		if r := recover(); r != nil {
			panic(&ruleError{n, r}) //@ crash panic
		}
	}()
	var limits []int
	_ = limits[n]
}

func main() {
	truth.Role("main")
	defer func() {
		panic(recover())
	}()
	apply(7)
}
