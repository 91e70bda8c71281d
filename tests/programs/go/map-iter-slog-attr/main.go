// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"io"
	"log/slog"
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type event struct {
	id   int
	meta map[string]any
}

func (e *event) enrich() {
	for n := 0; ; n++ {
		e.meta["f"+strconv.Itoa(n%50)] = n //@ fill write
	}
}

func emit(log *slog.Logger, e *event) {
	for {
		log.Info("event", "id", e.id, "meta", e.meta) //@ log iterate
	}
}

func main() {
	truth.Role("main")
	kit.Start("lru")
	e := &event{7, map[string]any{"user": "ann", "zone": 3}}
	truth.Address("map", e.meta)
	log := slog.New(slog.NewJSONHandler(io.Discard, nil))
	go func() {
		truth.Role("emit")
		emit(log, e)
	}()
	go func() {
		truth.Role("enrich")
		e.enrich()
	}()
	time.Sleep(10 * time.Second)
}
