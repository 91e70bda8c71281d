// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package leaks

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv("VERIFY_MAIN") != "" {
		goleak.VerifyTestMain(m)
	}
	os.Exit(m.Run())
}
