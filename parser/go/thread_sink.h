// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"
#include "parser/go/block.h"
#include "parser/go/dump.h"
#include "parser/go/wait_table.h"
#include "parser/log_builder.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace skein::go
{

/// Makes a thread out of a block (see BlockReader): frames are interned as they come, arguments only looked
/// at where they tell what the goroutine waits for.
class ThreadSink
{
public:
    void begin(LogBuilder& out, Dump& dump, const Line& header);
    void setHeader(const Header& header);
    Thread& thread() { return m_thread; }
    /// The text ends behind what has been read.
    void endOfText(std::string_view text);
    void end(std::string_view labels);

    bool known(const Line& first, const Line& second);
    void frame(const Line& first, const Line& second, const Call& call, const Location& location);
    void foreignCode(const Line& line);
    void createdBy(const Line& line, const CreatedBy& created, const Line* second, const Location& location);
    void elided(const Line& line, std::uint32_t count);
    void unavailable(const Line& line);
    void ancestor(const Line& line, std::uint64_t id);
    void diagnostic(const Line& line);
    void blank(const Line& line) { cover(line); }
    void cut(const Line&) { m_lastComplete = false; }

private:
    void cover(const Line& line)
    {
        m_out->recognise(line);
        m_lastLine = line.last;
    }
    FrameId intern(std::string_view function, const Location& location, bool inlined = false);
    void endAncestor();

    /// What is known of a frame beside the model, and how it was printed last. A million goroutines stand in
    /// a few hundred stacks: the frame that came after this one last time mostly comes again, and then two
    /// comparisons are enough.
    struct Known {
        std::string_view function;  ///< in the text
        std::string_view place, pc; ///< the second line up to ` fp=`, and ` pc=0x…` at its end
        FrameId next;
        WaitRule rule = WaitRule::None;
        bool runtime = false, complete = false, inlined = false;
    };
    Known& known(FrameId id);
    void remember(FrameId id, const Line& second, const Call& call, const Location& location);
    void add(FrameId id, const Known& known, std::string_view args);
    static std::size_t slotOf(std::string_view second);
    static bool matches(const Known& known, std::string_view first, std::string_view second);

    LogBuilder* m_out = nullptr;
    Dump* m_dump = nullptr;
    Thread m_thread;
    std::uint32_t m_lastLine = 0;
    std::vector<FrameId> m_frames, m_ancestorFrames;
    std::vector<Known> m_known;         ///< by FrameId
    std::array<FrameId, 1024> m_recent; ///< the frame seen last for each slotOf()
    WaitFinder m_waits;
    FrameId m_previous;
    bool m_watching = false; ///< still among the innermost frames that can tell what is waited for
    bool m_lastComplete = true;
    bool m_inAncestor = false;
    OtherStack m_ancestor;
};

/// Format::readThread of Go tracebacks.
ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread);
/// The same for other formats whose goroutines look alike: `in` stands at the first line below the header,
/// `endsBlock` is as for BlockReader.
ThreadLines readBlock(LineCursor& in, const Log& log, const Thread& thread,
                      bool (*endsBlock)(std::string_view) = startsOtherReport);

} // namespace skein::go
