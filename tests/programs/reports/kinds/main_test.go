// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"testing"
	"time"

	"github.com/acme/kinds/stuck"
	"go.uber.org/goleak"
)

func TestKinds(t *testing.T) {
	defer goleak.VerifyNone(t)
	for _, leak := range stuck.All {
		leak()
	}
	time.Sleep(300 * time.Millisecond)
}
