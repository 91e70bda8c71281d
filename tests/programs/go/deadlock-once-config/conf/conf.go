// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package conf

import (
	"strings"
	"sync"
)

type Config struct{ hosts []string }

var (
	once sync.Once
	conf *Config
)

func Get() *Config {
	once.Do(load) //@ get once
	return conf
}

func load() {
	c := parse("a,b,c")
	if err := validate(c); err != nil {
		panic(err)
	}
	conf = c
}

func parse(s string) *Config { return &Config{hosts: strings.Split(s, ",")} }

func validate(c *Config) error {
	for _, h := range c.hosts {
		if resolve(h) == "" {
			return nil
		}
	}
	return nil
}

func resolve(h string) string { return h + Get().hosts[0] }
