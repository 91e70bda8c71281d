// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"

#include <memory>
#include <string>

/// A log made by hand, for what no fixture shows on purpose.
namespace skein::sample
{

inline Finding finding(FindingKind kind, Certainty certainty, std::string title)
{
    Finding made;
    made.kind = kind;
    made.certainty = certainty;
    made.snapshot = 0;
    made.title = std::move(title);
    return made;
}

inline Access access(AccessOp op, Certainty certainty, ThreadRef thread = {}, FrameId frame = {})
{
    Access made;
    made.op = op;
    made.certainty = certainty;
    made.thread = thread;
    made.frame = frame;
    return made;
}

struct Builder {
    std::shared_ptr<Log> log = std::make_shared<Log>();
    Analysis analysis;

    Builder()
    {
        log->input.path = "sample.log";
        log->stackStarts.push_back(0);
        log->snapshots.emplace_back();
        log->snapshots.back().lines = {1, 40};
    }

    FrameId frame(std::string_view function, std::string_view file, std::uint32_t line)
    {
        Frame frame;
        frame.function = log->strings.intern(function);
        frame.file = log->strings.intern(file);
        frame.line = line;
        log->frames.push_back(frame);
        return FrameId(static_cast<std::uint32_t>(log->frames.size() - 1));
    }

    StackId stack(std::initializer_list<FrameId> frames)
    {
        log->stackFrames.insert(log->stackFrames.end(), frames);
        log->stackStarts.push_back(static_cast<std::uint32_t>(log->stackFrames.size()));
        return StackId(static_cast<std::uint32_t>(log->stackCount() - 1));
    }

    ThreadRef thread(std::uint64_t id, StackId stack, ThreadState state = ThreadState::Running,
                     std::string_view waitReason = {})
    {
        Thread thread;
        thread.id = ThreadId(id);
        thread.stack = stack;
        thread.state = state;
        if (!waitReason.empty())
            thread.waitReason = log->strings.intern(waitReason);
        thread.firstLine = thread.lastLine = 1;
        auto& snapshot = log->snapshots.back();
        snapshot.threads.push_back(thread);
        return {static_cast<std::uint32_t>(log->snapshots.size() - 1),
                static_cast<std::uint32_t>(snapshot.threads.size() - 1)};
    }

    std::string write(std::string_view format, ReportOptions options = {})
    {
        analysis.log = log;
        StringSink sink;
        findExporter(format)->write(analysis, options, sink);
        return sink.text();
    }
};

} // namespace skein::sample
