// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Each row follows from the source or the documentation of the package that it names.
#include "model/analysis/library_waits.h"

#include <algorithm>
#include <iterator>

namespace skein
{
namespace
{

using enum Certainty;
using Where = LibraryWait::Where;

constexpr std::string_view kOpenStream =
    "A stream is still open: it ends when its context is cancelled, when RecvMsg has "
    "returned an error or io.EOF, or with the ClientConn.";

/// Of one function the row with a wait stands before the one for any wait.
constexpr LibraryWait kKnown[] = {
    {"database/sql.(*DB).conn", Wait::Select, Proved,
     "database/sql waits there only when all connections that SetMaxOpenConns allows are in use."},
    {"database/sql.(*Tx).awaitDone", Wait::Other, Proved,
     "Its transaction is still open: awaitDone ends after Commit or Rollback, or when the context of BeginTx "
     "is done."},
    {"database/sql.(*Rows).awaitDone", Wait::Other, Proved,
     "Its Rows are still open: awaitDone ends after Close, at the end of the rows, or when the query's "
     "context is done."},
    {"database/sql.(*DB).connectionOpener", Wait::Other, Proved,
     "Its DB has not been closed: connectionOpener ends with DB.Close."},
    {"database/sql.(*DB).connectionCleaner", Wait::Other, Proved,
     "Its DB has not been closed: connectionCleaner ends with DB.Close or when no connection is open."},
    {"github.com/jackc/puddle/v2.(*Pool", Wait::Select, Proved,
     "puddle waits there only when all that the pool may hold are in use."},
    {"github.com/redis/go-redis/v9/internal/pool.(*ConnPool)", Wait::Select, Proved,
     "go-redis waits there when all connections of the pool are in use."},
    {"golang.org/x/sync/semaphore.(*Weighted).Acquire", Wait::Select, Proved,
     "Acquire waits there only when others have taken so much of its weight that too little is left."},
    {"golang.org/x/sync/errgroup.(*Group).Go", Wait::ChanSend, Proved,
     "As many functions of the group run as SetLimit allows: Go waits until one of them returns."},
    {"golang.org/x/sync/singleflight.(*Group).Do", Wait::WaitGroup, Proved,
     "It waits for another call with the same key that has not returned: with that one all of them are "
     "stuck."},
    {"net/http.(*persistConn).readLoop", Wait::Select, Proved,
     "readLoop is in a select only while the body of a response has been neither read to its end nor closed "
     "(between responses it is in IO wait).",
     Where::Stack, true},
    {"net/http.(*persistConn).readLoop", Wait::Other, Proved,
     "It keeps a connection open for the next request: until CloseIdleConnections, or the transport's "
     "IdleConnTimeout."},
    {"net/http.(*persistConn).writeLoop", Wait::Other, Proved,
     "It writes for a connection that is still open, and ends together with the readLoop of that "
     "connection."},
    {"net/http.(*conn).serve", Wait::Io, Proved,
     "The connection of a client is still open: it ends when the client closes it, or with the server's "
     "timeouts or Close."},
    {"net/http.(*Server).Serve", Wait::Io, Proved,
     "The server has not been shut down: Serve ends with Close or Shutdown."},
    {"net.(*TCPListener).Accept", Wait::Io, Proved,
     "The listener has not been closed: Accept ends with its Close."},
    {"net.(*UnixListener).Accept", Wait::Io, Proved,
     "The listener has not been closed: Accept ends with its Close."},
    {"os/exec.(*Cmd).watchCtx", Wait::Other, Proved,
     "A command that was started with a context has not ended, or nobody has called Wait for it."},
    {"os/exec.(*Cmd).Start", Wait::Io, Possible,
     "It copies what a command prints, until every process that has the pipe has ended: possibly a child of "
     "the command still has it (Cmd.WaitDelay sets a limit)."},
    {"os.(*Process).Wait", Wait::Other, Proved, "It waits for a process that has not ended."},
    {"os/signal.NotifyContext", Wait::Other, Proved,
     "Nobody has called the stop function of signal.NotifyContext, no signal has come, and its parent is not "
     "done."},
    {"context.(*cancelCtx).propagateCancel", Wait::Other, Proved,
     "It passes cancellation on from a context of another package: nobody has cancelled either of the two."},
    {"context.propagateCancel", Wait::Other, Proved,
     "It passes cancellation on from a context of another package: nobody has cancelled either of the two."},
    {"io.(*pipe).write", Wait::Other, Likely,
     "Nobody reads from the other end of its io.Pipe: likely the reader left without closing it."},
    {"io.(*pipe).Write", Wait::Other, Likely,
     "Nobody reads from the other end of its io.Pipe: likely the reader left without closing it."},
    {"io.(*pipe).read", Wait::Other, Likely,
     "Nobody writes to the other end of its io.Pipe: likely the writer left without closing it."},
    {"io.(*pipe).Read", Wait::Other, Likely,
     "Nobody writes to the other end of its io.Pipe: likely the writer left without closing it."},
    {"google.golang.org/grpc.newClientStream", Wait::Select, Proved, kOpenStream},
    {"google.golang.org/grpc.newClientStreamWithParams", Wait::Select, Proved, kOpenStream},
    {"google.golang.org/grpc.(*clientStream).RecvMsg", Wait::Other, Proved,
     "It waits for the next message of a stream: only the server, the stream's context or the connection's "
     "end "
     "can end it."},
    {"google.golang.org/grpc.(*serverStream).RecvMsg", Wait::Other, Proved,
     "It waits for the next message of a stream: only the client, the stream's context or the connection's "
     "end "
     "can end it."},
    {"google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run", Wait::Other, Proved,
     "A ClientConn, or a part of one, has not been closed."},
    {"google.golang.org/grpc/internal/transport.(*http2Client)", Wait::Other, Proved,
     "The connection of a ClientConn is open: it ends with ClientConn.Close."},
    {"google.golang.org/grpc/internal/transport.(*loopyWriter).run", Wait::Other, Proved,
     "It writes for a gRPC connection that is still open."},
    {"go.opencensus.io/stats/view.(*worker).start", Wait::Other, Proved,
     "The package starts it when it is imported and never ends it: leave it out with --ignore."},
    {"gopkg.in/natefinch/lumberjack.v2.(*Logger).millRun", Wait::Other, Proved,
     "lumberjack never ends it, not even with Close: leave it out with --ignore."},
    {"github.com/fsnotify/fsnotify.(*Watcher).readEvents", Wait::Other, Proved,
     "Its Watcher has not been closed."},
    {"github.com/fsnotify/fsnotify.(*inotify).readEvents", Wait::Other, Proved,
     "Its Watcher has not been closed."},
    {"github.com/robfig/cron/v3.(*Cron).run", Wait::Other, Proved, "Nobody has called Stop of its Cron."},
    {"iter.Pull", Wait::Other, Proved,
     "The sequence of an iter.Pull is neither at its end nor was its stop function called.", Where::Creator},
    {"time.goFunc", Wait::Other, Proved,
     "A timer started it (time.AfterFunc): Stop doesn't end a function that has begun.", Where::Creator},
};
static_assert(std::size(kKnown) < 250);

} // namespace

bool isFunction(std::string_view name, std::string_view known)
{
    if (!name.starts_with(known))
        return false;
    const char next = name.size() > known.size() ? name[known.size()] : '\0';
    return !((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z'));
}

const LibraryWait* LibraryWaits::find(FrameId frame, Wait wait, Where where) const
{
    const StringId function = m_log.frame(frame).function;
    if (!function || m_known[function.value] == 1)
        return nullptr;
    const std::string_view name = m_log.str(function);
    std::uint8_t& known = m_known[function.value];
    if (known == 0) {
        const auto first = std::ranges::find_if(
            kKnown, [&](const LibraryWait& row) { return isFunction(name, row.function); });
        known = first == std::end(kKnown) ? 1 : static_cast<std::uint8_t>(first - kKnown + 2);
        if (known == 1)
            return nullptr;
    }
    for (const LibraryWait* row = kKnown + (known - 2); row != std::end(kKnown); ++row)
        if (row->where == where && (row->wait == Wait::Other || row->wait == wait) &&
            isFunction(name, row->function))
            return row;
    return nullptr;
}

const LibraryWait* LibraryWaits::of(const Thread& thread, Wait wait) const
{
    for (const FrameId frame : m_log.stack(thread.stack))
        if (const LibraryWait* row = find(frame, wait, Where::Stack))
            return row;
    return thread.createdAt ? find(thread.createdAt, wait, Where::Creator) : nullptr;
}

} // namespace skein
