// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/access_op.h"
#include "model/ids.h"
#include "model/intern.h"
#include "model/native_facts.h"
#include "model/text.h"

/// What a log says, before anything is concluded from it. Filled by the parser, immutable afterwards.
/// Built for a million threads: names, frames and whole stacks are stored once (interned), a thread is a
/// small record, and the arguments of calls stay in the text (see ThreadText).
namespace skein {

/// Whose code a frame is. Runtime: the language's runtime and standard library, system libraries.
enum class Role : std::uint8_t { User, Library, Runtime };

struct Frame {
    StringId function;          ///< demangled, without arguments: "main.(*Registry).Put"
    StringId module;            ///< "libfoo.so"; none for Go
    StringId file;              ///< as printed
    std::uint32_t line = 0;     ///< 0 where the log has none
    std::uint64_t address = 0;  ///< program counter, 0 where it is not printed
    Role role = Role::User;
    bool inlined = false;

    bool operator==(const Frame&) const = default;
};

enum class ThreadKind : std::uint8_t { Goroutine, Thread, System };  ///< System: goroutine 0, `runtime stack:`
enum class ThreadState : std::uint8_t { Unknown, Running, Runnable, Waiting, Syscall, Dead };

enum class ResourceKind : std::uint8_t {
    None, Map, Mutex, RwMutex, Channel, WaitGroup, Condition, Semaphore, Memory, Thread, Once, Other,
};

/// One thread of a snapshot, as the log shows it at one instant. 96 bytes; a million of them are normal.
struct Thread {
    ThreadId id;
    ThreadId creator;                        ///< `in goroutine N` behind created by
    std::uint64_t osId = ThreadId::kNone;    ///< LWP, TID or m=
    std::uint64_t textOffset = 0;            ///< byte at which its header line starts in LogText
    std::uint64_t waitsOn = 0;               ///< address of what it waits for, 0 where the log does not show it
    std::uint32_t firstLine = 0, lastLine = 0;
    StackId stack;                           ///< none in race reports and for unavailable stacks
    FrameId createdAt;                       ///< function, file and line behind `created by`
    StringId waitReason;                     ///< the runtime's own words, "chan send"; none for running, runnable
    StringId name;
    std::int32_t waitedMinutes = -1;         ///< a lower bound; -1 where none is printed
    std::uint32_t framesElided = 0;
    std::uint32_t count = 1;                 ///< above 1 where the format itself has aggregated (pprof)
    ThreadKind kind = ThreadKind::Goroutine;
    ThreadState state = ThreadState::Unknown;
    ResourceKind waitsOnKind = ResourceKind::None;
    bool crashed : 1 = false;                ///< it panicked, threw or took the deadly signal
    bool stackUnavailable : 1 = false;       ///< "goroutine running on other thread; stack unavailable"
    bool lockedToThread : 1 = false;
    bool leaked : 1 = false;                 ///< "(leaked)" in the header, Go 1.26 and later
    bool durable : 1 = false;
    bool cutOff : 1 = false;                 ///< the log ends inside this thread
    bool pointersInHeader : 1 = false;       ///< `gp=0x… m=… mp=0x…`, Go 1.22 and later
};

/// What a stack that is not a thread's own stack tells about.
enum class About : std::uint8_t {
    Access, Creation, Allocation, Free, Lock, MutexCreation, Sleep, Ancestor, Segment, Signal,
};

struct OtherStack {
    About about = About::Access;
    ThreadId thread;
    StackId stack;                         ///< none where the log has none: "[failed to restore the stack]"
    LineSpan lines;
    std::optional<AccessOp> op = {};       ///< of an access: what its header prints
    std::uint64_t address = 0;             ///< of the memory or lock it speaks of, 0 where not printed
    std::uint64_t size = 0;                ///< of that memory in bytes, 0 where not printed
    StringId name = {};                    ///< of that memory or lock: "main.total"
    std::uint64_t events = 0;              ///< of a profile: how often somebody waited for the lock there, scaled up
    std::uint64_t nanos = 0;               ///< of a profile: how long, all together; 0 where the unit is not known
    FrameId createdAt = {};                ///< of an ancestor: the `go` statement that started it, where printed
};

/// A line of the log outside every thread that bears on a snapshot: the fatal line printed again,
/// a runtime diagnostic, the signal line, `exit status 2`.
struct Remark {
    enum class Kind : std::uint8_t { Reason, Signal, Diagnostic, Registers, Trailer };
    Kind kind = Kind::Diagnostic;
    LineSpan lines;
    StringId text;
};

/// One dump, report or crash in the file.
struct Snapshot {
    std::string_view format = "go-traceback";  ///< the id of the Format that read it, see REPORT.md
    LineSpan lines;
    StringId reason;                 ///< "fatal error: concurrent map writes", the runtime's own words
    LineSpan reasonLines;
    StringId signal;                 ///< "SIGQUIT"
    std::vector<Thread> threads;     ///< in file order
    std::vector<OtherStack> otherStacks;
    std::vector<Remark> remarks;     ///< in file order; repeated fatal lines are evidence
    std::map<std::uint32_t, std::vector<std::pair<std::string, std::string>>> labels;  ///< thread index → labels
    std::shared_ptr<const NativeFacts> native;  ///< of native threads, sanitizer reports, go-deadlock; else null
    bool runtimeFramesShown = false; ///< GOTRACEBACK=system or crash, a throw or a signal: addresses are printed
    bool cutOff = false;             ///< the input ends inside it
};

/// One argument of a call, as printed: a machine word, or text where it is not a number.
struct ArgWord {
    std::uint64_t value = 0;
    bool isNumber = false;
    bool stale = false;       ///< printed with `?`: the register may no longer hold it. Never match on these alone.
    std::uint8_t depth = 0;   ///< how many braces are open around it
    std::uint8_t position = 0;  ///< index of the top-level argument that it belongs to; a receiver is 0
};

/// One frame of one particular thread, with what interning leaves in the text.
struct FrameText {
    FrameId frame;
    LineSpan lines;              ///< of this thread's printing of the frame
    std::vector<ArgWord> args;   ///< empty where elided or inlined `(...)`
    std::uint64_t stackPointer = 0;  ///< `sp=0x…`, 0 where it is not printed
    bool hasOffset = false;      ///< `+0x1d` stands behind the place
};

/// A line as the program had printed it: without what collectors, terminals and people have put around it.
struct PrintedLine {
    std::string text;
    LineSpan lines;         ///< where it stands in the log as given
    bool foreign = false;   ///< the prefix of the lines around is not there: somebody else's line, as it stands
};

/// Reads what interning leaves in the text when somebody asks: the arguments of a thread's calls, lines as they
/// were printed. Implemented by the parser. Thread-safe. Cost: linear in the lines that are read.
class ThreadText {
public:
    virtual ~ThreadText() = default;
    /// One entry per frame of the thread's stack, innermost first (same order and number as Log::stack).
    virtual std::vector<FrameText> frames(const Thread& thread) const = 0;
    /// The lines of a `created by`, empty where there is none.
    virtual LineSpan createdByLines(const Thread& thread) const = 0;
    /// Which printed lines, see printed().
    struct Around {
        LineSpan lines;             ///< of the log as given: one of them holds the line that is meant
        std::string_view text;      ///< stands in it; the first line will do where this is empty
        std::uint32_t before = 0;   ///< how many lines before it
        std::uint32_t behind = 0;   ///< how many lines behind it
    };
    /// Lines around the one that is meant, in the order in which they were printed, however the log has them
    /// (all in one line, newest first); whoever wants the text of a line asks here and not the LogText. `index`
    /// says which of `lines` is the one that is meant.
    struct Printed {
        std::vector<PrintedLine> lines; ///< empty where there is no such line
        std::size_t index = 0;
    };
    virtual Printed printed(const Around& around) const = 0;
};

/// Describes the file as given.
struct InputInfo {
    std::string path;                          ///< as the user gave it; "-" for standard input
    std::uint64_t bytes = 0;                   ///< of the file as given
    std::string_view compression = "none";     ///< "gzip", "xz", "zstd", "bzip2"
    std::string_view encoding = "utf-8";       ///< "utf-16le", "utf-16be", "latin-1", "binary"
    std::string_view linePrefix = "none";      ///< the commonest in the file, see REPORT.md
};

/// A line outside every snapshot that carries a time: lets the clock be known.
struct ClockMark {
    std::uint32_t line = 0;
    std::int64_t unixMillis = 0;
};

/// What a line outside every snapshot tells of the whole program:
/// `gc 5 @0.311s 1%: …, 4->5->2 MB, …`, `SCHED 2002ms: gomaxprocs=2 … threads=6 … runqueue=0 …`.
struct ProgramMark {
    enum class Kind : std::uint8_t { HeapBytes, Goroutines, Threads, RunQueue };
    std::uint32_t line = 0;
    Kind kind = Kind::HeapBytes;
    std::int64_t millis = 0;     ///< since the program started
    std::uint64_t value = 0;
};

/// What a static checker says of one line of source (go vet, staticcheck, golangci-lint).
struct LintNote {
    std::string tool;            ///< "go vet", "staticcheck", "golangci-lint"
    std::string check;           ///< "SA2002", "copylocks"; "" where not printed
    std::string file;            ///< as printed
    std::uint32_t line = 0;      ///< of the source
    std::string message;
    LineSpan lines;              ///< of the log; empty where it stands in another file
    std::string from;            ///< that other file
};

struct Log {
    InputInfo input;
    LogText text;
    StringTable strings;
    std::vector<Frame> frames;                          ///< distinct frames, index FrameId
    std::vector<FrameId> stackFrames;                   ///< all distinct stacks, one after another
    std::vector<std::uint32_t> stackStarts;             ///< StackId → begin in stackFrames; one more at the end
    std::vector<Snapshot> snapshots;
    std::vector<ClockMark> clock;
    std::vector<ProgramMark> marks;                     ///< by line
    std::vector<LintNote> lint;                         ///< by line
    std::uint32_t recognisedLines = 0;                  ///< + other lines = text.lineCount()
    std::vector<LineSpan> recognised;                   ///< sorted, disjoint; their lengths add up to recognisedLines
    std::shared_ptr<const ThreadText> threadText;       ///< never null

    std::string_view str(StringId id) const { return strings[id]; }
    const Frame& frame(FrameId id) const { return frames[id.value]; }
    std::string_view function(FrameId id) const { return strings[frames[id.value].function]; }
    std::size_t stackCount() const { return stackStarts.empty() ? 0 : stackStarts.size() - 1; }

    /// Innermost frame first; empty for a default-constructed id.
    std::span<const FrameId> stack(StackId id) const
    {
        if (!id) return {};
        return std::span(stackFrames).subspan(stackStarts[id.value],
                                              stackStarts[id.value + 1] - stackStarts[id.value]);
    }

    /// Where a stack stands: index of its innermost frame that is not runtime, or 0 where every frame is.
    /// Empty for an empty stack.
    std::optional<std::size_t> siteIndex(StackId id) const;
    /// The frame at siteIndex; none for an empty stack.
    FrameId site(StackId id) const;
};

using LogPtr = std::shared_ptr<const Log>;

/// "goroutine", "thread" … and the words of REPORT.md for the enumerations.
std::string_view toString(ThreadKind);
std::string_view toString(ThreadState);
std::string_view toString(Role);
std::string_view toString(About);
std::string_view toString(ResourceKind);
/// What a thread waits for in the log's words, or its state where it does not wait: "chan send", "running".
std::string_view stateText(const Log&, const Thread&);
/// "0xc000124008"
std::string hexAddress(std::uint64_t address);
/// A function name without its import path: "streams.(*Registry).Put" of "github.com/x/streams.(*Registry).Put".
std::string_view shortFunction(std::string_view function);
/// The last part of a path, whatever its separators.
std::string_view baseName(std::string_view path);

}  // namespace skein
