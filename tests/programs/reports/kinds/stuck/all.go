// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stuck

// All of the ways.
var All = []func(){Import, Throttle, Lookup, Serve, Remind, Subscribe, func() { Convert() }, Render, func() { Merge() }, Choose,
	Copy, Book, Listen, Poll, Work, Fetch, Query}
