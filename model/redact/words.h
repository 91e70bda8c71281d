// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/redact/redact.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// What single words look like. A word is a run of letters, digits and . _ % + - .
namespace skein::redact
{

inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
inline bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
inline bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
inline bool isAlnum(char c)
{
    return isDigit(c) || isLower(c) || isUpper(c);
}
inline bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
/// Bytes above 0x7f are letters of some language.
inline bool isWord(char c)
{
    return isAlnum(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80;
}
std::string lower(std::string_view text);

/// hosts.cpp
bool isIpv4(std::string_view word);
/// The length of an IPv6 address at the start of `text`, 0 where there is none. Never takes C++'s `a::b` for
/// one.
std::size_t ipv6Length(std::string_view text);
/// Addresses that say nothing: loopback, unspecified.
bool isLocalAddress(std::string_view address);
/// "db-1.acme.com": labels, and an end that is a top-level domain or a private one; no file names.
bool isHostName(std::string_view word);
/// Names that everybody knows: localhost, github.com, go.dev …
bool isPublicHost(std::string_view name);
/// "host-1", "token-12": what a Redactor has written.
bool isMask(std::string_view word);

/// secrets.cpp
/// JWT, keys with a known start, long random-looking text.
bool isToken(std::string_view word);
/// Whether what stands behind `key=` or `key:` is a secret.
bool isSecretKey(std::string_view key);
/// Whether it is the name of a machine.
bool isHostKey(std::string_view key);
/// Words that are users' names, but say nothing, or stand in every log: root, main, runner.
bool isCommonName(std::string_view name);

/// globs.cpp
/// The length of what `glob` matches at the start of `text`; 0 for none.
std::size_t globLength(std::string_view glob, std::string_view text);
bool isUsableGlob(std::string_view glob);

} // namespace skein::redact
