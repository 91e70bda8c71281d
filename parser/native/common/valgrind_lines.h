// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <string_view>
#include <vector>

/// The parts of which valgrind's lines are made (hg_errors.c, drd_error.c, m_addrinfo.c).
namespace skein::native
{

/// What announces a report of Helgrind, of DRD.
const std::vector<std::string_view>& helgrindAnchors();
const std::vector<std::string_view>& drdAnchors();

/// Takes `==27282==` off; a paste may have lost a sign. False where it is not there.
bool eatPid(std::string_view& s, std::uint64_t* pid = nullptr);
/// Is this what valgrind says beside its reports: `--27282-- REDIR: …` of -v, `**27282** …` of the program by
/// VALGRIND_PRINTF?
bool isAside(std::string_view s);
/// Takes `0x4DA2C80` off; 0 where there is none.
std::uint64_t hexAny(std::string_view& s);
/// The address behind `word`; 0 where there is none.
std::uint64_t hexBehind(std::string_view s, std::string_view word);
/// The first address of a line, 0 where it has none.
std::uint64_t addressIn(std::string_view s);
/// `Thread #4: lock order "0x3091F8 before 0x3090D8" violated`: the order that was established.
ReportedOrder statedOrder(std::string_view s, LineSpan lines);
/// Of a thread that is numbered from 1: `thread #3`, `(thread 2)`.
ThreadId threadIn(std::string_view s);
/// `1, at address 0x4DA2C80` | `2, at addresses 0x309180 0x4DA2C80`
std::vector<ReportedLock> heldLocks(std::string_view s);
/// `0x4d79c88 is 8 bytes inside a block of size 48 alloc'd`
/// `0x4010E0 is 0 bytes inside data symbol "toll::cars"` | `… is on thread #1's stack`
/// `0x4e17058 is at offset 8 from 0x4e17050. Allocation context: BSS section of /opt/shop/prog`
ReportedPlace placeOfAddress(std::string_view s);

} // namespace skein::native
