// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/stack_traits.h"

namespace skein
{

namespace
{

bool isCompilerGenerated(std::string_view f)
{
    return f.starts_with("type:.") || f.starts_with("type..");
}

/// Allocation, growing, string work: what a map operation, or the line that holds it, does by the way. These
/// frames (hidden below GOTRACEBACK=system) say nothing against the site.
bool isIncidental(std::string_view f)
{
    return f.starts_with("runtime.") || f.starts_with("internal/runtime/") ||
           f.starts_with("internal/abi.") || f.starts_with("reflect.") || f.starts_with("maps.") ||
           isCompilerGenerated(f) || f.find('.') == f.npos;
}

} // namespace

bool isLockFunction(std::string_view f)
{
    for (const std::string_view prefix :
         {"sync.(*Mutex).", "sync.(*RWMutex).", "internal/sync.(*Mutex).", "sync.(*rlocker)."}) {
        if (f.starts_with(prefix))
            return true;
    }
    return f.starts_with("sync.runtime_SemacquireMutex") || f.starts_with("sync.runtime_SemacquireRWMutex") ||
           f.starts_with("internal/sync.runtime_Semacquire");
}

StackTraits stackTraits(const Log& log, const Snapshot& snapshot, StackId stack)
{
    StackTraits t;
    const auto frames = log.stack(stack);
    if (frames.empty())
        return t;
    t.map = mapPosition(log, stack);
    t.allRuntime = true;
    for (std::uint32_t i = 0; i < frames.size(); ++i) {
        const auto name = log.function(frames[i]);
        if (!isInnerFrame(log, frames[i])) {
            t.allRuntime = false;
            t.site = i;
            break;
        }
        t.lockFrame |= isLockFunction(name);
        t.elsewhere |= !isIncidental(name);
        t.inGc |=
            name == "runtime.mallocgc" || name == "runtime.gcStart" || name.starts_with("runtime.gcAssist");
        t.parked |= name == "runtime.gopark" || name == "runtime.goparkunlock";
    }
    t.elsewhere = (t.elsewhere || t.lockFrame) && !t.map.inMap;
    t.siteName = parseGoName(log.function(frames[t.site]));
    t.fresh =
        !snapshot.runtimeFramesShown && frames.size() <= 3 && log.function(frames.back()) == "runtime.goexit";
    return t;
}

std::unordered_set<std::string_view> lockingFunctions(const Log& log, const std::vector<StackId>& stacks)
{
    std::unordered_set<std::string_view> out;
    for (const StackId stack : stacks) {
        bool lock = false;
        for (const FrameId id : log.stack(stack)) {
            const auto name = log.function(id);
            if (isLockFunction(name)) {
                lock = true;
            } else if (lock && log.frame(id).role != Role::Runtime) {
                out.insert(parseGoName(name).enclosing);
                lock = false;
            }
        }
    }
    return out;
}

} // namespace skein
