// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package locale

import (
	"strconv"

	"fixture.test/truth"
)

type words map[string]string

var loaded = map[string]words{}

// Announce tells the truth.
func Announce() { truth.Address("map", loaded) }

// Text finds a text.
func Text(lang, key string) string {
	return of(lang)[key]
}

//go:noinline
func of(lang string) words {
	return loaded[lang] //@ find read
}

// Preload loads all.
func Preload() {
	truth.Role("preload")
	for n := 0; ; n++ {
		lang := "l" + strconv.Itoa(n%40)
		w := parse(lang)
		loaded[lang] = w //@ load write
	}
}

func parse(lang string) words {
	w := words{}
	for i := 0; i < 5; i++ {
		w["k"+strconv.Itoa(i)] = lang
	}
	return w
}
