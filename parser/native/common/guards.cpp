// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/guards.h"

#include "parser/scan.h"

#include <algorithm>
#include <iterator>

namespace skein::native
{

namespace
{

constexpr std::size_t kMostGuards = 64; ///< of one thread

/// How a guard's class calls its members.
struct Kind {
    std::string_view field;     ///< holds the mutex, or several
    std::string_view owns;      ///< holds whether it is locked; "" where the guard always is
    std::string_view whenOwned; ///< its value then
};
constexpr Kind kKinds[] = {
    {"_M_devices = ", "", ""},               // libstdc++: scoped_lock of several
    {"_M_device = ", "_M_owns = ", "true"},  // lock_guard, scoped_lock of one; unique_lock
    {"_M_pm = ", "_M_owns = ", "true"},      // shared_lock
    {"__m_ = ", "__owns_ = ", "true"},       // libc++
    {"__t_ = ", "", ""},                     // libc++: scoped_lock of several
    {"m_mutex = ", "m_isLocked = ", "true"}, // Qt 6
    {"{m = ", "is_locked = ", "true"}, // boost: unique_lock, shared_lock; lock_guard has a reference only
    {"{mu_ = ", "", ""},               // absl::MutexLock
};

/// Without its own field these must have the second one to be a guard.
bool needsOwns(const Kind& kind)
{
    return kind.field == "{m = " || kind.field == "m_mutex = " || kind.field == "_M_pm = ";
}

/// Qt 5 keeps the mutex and, in the lowest bit, whether it is locked in one number, 0 where this is none:
///     outer = {val = 94289418023009}              QMutexLocker; q_val of QReadLocker and QWriteLocker
std::uint64_t taggedMutex(std::string_view line)
{
    for (const std::string_view field : {"{val = ", "{q_val = "}) {
        const std::size_t at = line.find(field);
        if (at == line.npos)
            continue;
        std::string_view rest = line.substr(at + field.size());
        const auto number = scan::number(rest);
        return number && *number >= 4096 && rest.starts_with('}') ? *number : 0;
    }
    return 0;
}

} // namespace

void Guards::read(std::string_view line, LineSpan lines, std::uint32_t frame, bool inLock)
{
    if (m_seen.size() >= kMostGuards)
        return;
    if (const std::uint64_t tagged = taggedMutex(line)) {
        const bool owns = tagged % 2 == 1;
        m_seen.push_back(
            {{.lock = tagged - (owns ? 1 : 0), .frame = frame, .lines = lines}, owns, !owns, inLock});
        return;
    }
    for (const Kind& kind : kKinds) {
        const std::size_t at = line.find(kind.field);
        if (at == line.npos || (at > 0 && line[at - 1] != '{' && line[at - 1] != ' ' && kind.field[0] != '{'))
            continue;
        std::string_view rest = line.substr(at + kind.field.size());
        bool owns = false, disowns = false;
        if (!kind.owns.empty()) {
            const std::size_t flag = rest.find(kind.owns);
            owns = flag != rest.npos && rest.substr(flag + kind.owns.size()).starts_with(kind.whenOwned);
            const bool reference = kind.field == "{m = " && rest.starts_with("@0x") && rest.ends_with('}');
            disowns = flag != rest.npos && !owns;
            if (flag == rest.npos && needsOwns(kind) && !reference)
                return;
        }
        const bool several = kind.field == "_M_devices = " || kind.field == "__t_ = ";
        do {
            if (several) {
                const std::size_t next = rest.find("0x");
                if (next == rest.npos)
                    return;
                rest.remove_prefix(next);
            } else {
                scan::literal(rest, "@");
            }
            const auto address = scan::hex(rest);
            if (address && *address >= 4096)
                m_seen.push_back({{.lock = *address, .frame = frame, .lines = lines}, owns, disowns, inLock});
        } while (several && m_seen.size() < kMostGuards);
        return;
    }
}

std::vector<LockOwner> Guards::owners(const NativeWait& wait) const
{
    std::vector<LockOwner> all;
    for (auto g = m_seen.begin(); g != m_seen.end(); ++g) {
        LockOwner owner = g->owner;
        if (g->disowns)
            continue;
        const auto last =
            std::find_if(g, m_seen.end(), [&](const Seen& s) { return s.owner.frame != owner.frame; });
        // Locals are constructed in the order in which they are declared and printed: those before the one
        // that is about to lock are alive. `a` here, where the thread waits for the mutex of `b`:
        //     a = {_M_device = @0x7ffebf94c940}
        //     b = {_M_device = @0x7ffebf94c8f0}
        const bool before =
            g->inLock && owner.lock != wait.address && wait.address != 0 &&
            std::any_of(std::next(g), last, [&](const Seen& s) { return s.owner.lock == wait.address; });
        owner.certain = before || (g->owns && !g->inLock);
        if (wait.reason == "condition" && g->owns) { // it has given up the mutex meanwhile
            if (wait.mutex == owner.lock)
                continue;
            owner.certain = owner.certain && wait.mutex != 0;
        }
        all.push_back(owner);
    }
    return all;
}

} // namespace skein::native
