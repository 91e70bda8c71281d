// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package mail

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv("LEAKCHECK") != "" {
		goleak.VerifyTestMain(m)
	}
	os.Exit(m.Run())
}

func TestSend(t *testing.T) {
	Send("jo@example.test", "hello") // the result is of no interest
	if err := <-Send("kim@example.test", "hello"); err != nil {
		t.Fatal(err)
	}
}
