// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/log.h"

#include "model/formatted.h"

namespace skein {

std::string toString(ThreadId id)
{
    if (!id.known()) return {};
    if (id == ThreadId::main()) return "main";
    // A pthread_t, which tools print as an address: glog's `(TID 0x7f0f301eb6c0)`.
    return id.value >> 44 != 0 ? hexAddress(id.value) : std::to_string(id.value);
}

std::string_view toString(ThreadKind kind)
{
    switch (kind) {
    case ThreadKind::Goroutine: return "goroutine";
    case ThreadKind::Thread: return "thread";
    case ThreadKind::System: return "system";
    }
    return "thread";
}

std::string_view toString(ThreadState state)
{
    switch (state) {
    case ThreadState::Unknown: return "unknown";
    case ThreadState::Running: return "running";
    case ThreadState::Runnable: return "runnable";
    case ThreadState::Waiting: return "waiting";
    case ThreadState::Syscall: return "syscall";
    case ThreadState::Dead: return "dead";
    }
    return "unknown";
}

std::string_view toString(Role role)
{
    switch (role) {
    case Role::User: return "user";
    case Role::Library: return "library";
    case Role::Runtime: return "runtime";
    }
    return "user";
}

std::string_view toString(About about)
{
    switch (about) {
    case About::Access: return "access";
    case About::Creation: return "creation";
    case About::Allocation: return "allocation";
    case About::Free: return "free";
    case About::Lock: return "lock";
    case About::MutexCreation: return "mutex-creation";
    case About::Sleep: return "sleep";
    case About::Ancestor: return "ancestor";
    case About::Segment: return "segment";
    case About::Signal: return "signal";
    }
    return "access";
}

std::string_view toString(ResourceKind kind)
{
    switch (kind) {
    case ResourceKind::None: return "none";
    case ResourceKind::Map: return "map";
    case ResourceKind::Mutex: return "mutex";
    case ResourceKind::RwMutex: return "rwmutex";
    case ResourceKind::Channel: return "channel";
    case ResourceKind::WaitGroup: return "waitgroup";
    case ResourceKind::Condition: return "condition";
    case ResourceKind::Semaphore: return "semaphore";
    case ResourceKind::Memory: return "memory";
    case ResourceKind::Thread: return "thread";
    case ResourceKind::Once: return "once";
    case ResourceKind::Other: return "other";
    }
    return "other";
}

std::optional<std::size_t> Log::siteIndex(StackId id) const
{
    const auto frameIds = stack(id);
    if (frameIds.empty()) return {};
    for (std::size_t i = 0; i < frameIds.size(); ++i) {
        if (frame(frameIds[i]).role != Role::Runtime) return i;
    }
    return 0;
}

FrameId Log::site(StackId id) const
{
    const auto index = siteIndex(id);
    return index ? stack(id)[*index] : FrameId{};
}

std::string_view stateText(const Log& log, const Thread& thread)
{
    return thread.waitReason ? log.str(thread.waitReason) : toString(thread.state);
}

std::string hexAddress(std::uint64_t address)
{
    return formatted("{:#x}", address);
}

std::string_view shortFunction(std::string_view function)
{
    // Only slashes of the import path count, not those inside generic arguments or C++ signatures.
    const auto end = function.find_first_of("[(<");
    const auto slash = function.substr(0, end).rfind('/');
    return slash == std::string_view::npos ? function : function.substr(slash + 1);
}

std::string_view baseName(std::string_view path)
{
    const auto cut = path.find_last_of("/\\");
    return cut == std::string_view::npos ? path : path.substr(cut + 1);
}

}  // namespace skein
