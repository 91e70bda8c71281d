// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/documents.h"

#include <algorithm>

namespace skein
{
namespace
{

constexpr std::size_t kMostClosed = 10;
// Loads wait for disks, pipes and decompression as much as for processors.
constexpr int kLoadsAtOnce = 4;

} // namespace

Documents::Documents(QObject* parent) : QObject(parent), m_workers(std::make_unique<QThreadPool>())
{
    m_workers->setMaxThreadCount(kLoadsAtOnce);
    m_workers->setObjectName(QStringLiteral("loads"));
}

Documents::~Documents()
{
    if (!finish())
        static_cast<void>(m_workers.release());
}

bool Documents::finish()
{
    m_current = nullptr;
    m_open.clear();
    m_closed.clear();
    constexpr int kPatienceMs = 500;
    return m_workers->waitForDone(kPatienceMs);
}

int Documents::indexOf(const Document* document) const
{
    const auto found = std::ranges::find(m_open, document, [](const auto& d) { return d.get(); });
    return found == m_open.end() ? -1 : static_cast<int>(found - m_open.begin());
}

Document* Documents::open(LogSource source)
{
    if (source.isFile()) {
        const auto same = std::ranges::find_if(
            m_open, [&](const auto& d) { return d->source().isFile() && d->source().path == source.path; });
        if (same != m_open.end()) {
            setCurrent(same->get());
            return same->get();
        }
    }
    auto document = std::make_unique<Document>(std::move(source), *m_workers);
    document->load();
    return insert(std::move(document), m_open.size());
}

Document* Documents::insert(std::unique_ptr<Document> document, std::size_t index)
{
    Document* const made = document.get();
    connect(made, &Document::stateChanged, this, [this, made] { Q_EMIT stateChanged(made); });
    index = std::min(index, m_open.size());
    m_open.insert(m_open.begin() + static_cast<std::ptrdiff_t>(index), std::move(document));
    Q_EMIT inserted(static_cast<int>(index));
    setCurrent(made);
    return made;
}

void Documents::requestClose(Document* document)
{
    if (document && document->keeper().isModified())
        Q_EMIT closeWanted(document);
    else
        close(document);
}

void Documents::close(Document* document)
{
    const int at = indexOf(document);
    if (at < 0)
        return;
    const auto index = static_cast<std::size_t>(at);
    if (document == m_current) {
        const std::size_t neighbour = index + 1 < m_open.size() ? index + 1 : index - 1;
        setCurrent(m_open.size() > 1 ? m_open[neighbour].get() : nullptr);
    }
    std::unique_ptr<Document> closed = std::move(m_open[index]);
    m_open.erase(m_open.begin() + static_cast<std::ptrdiff_t>(index));
    disconnect(closed.get(), nullptr, this, nullptr);
    closed->cancel();
    keepClosed(std::move(closed), index);
    Q_EMIT removed(at);
}

/// A file is read again when it is wanted again; what was pasted or piped exists only here.
void Documents::keepClosed(std::unique_ptr<Document> closed, std::size_t index)
{
    if (closed->source().isFile() && !closed->source().recovered) {
        auto unread = std::make_unique<Document>(closed->source(), *m_workers);
        unread->history = std::move(closed->history);
        unread->annotated = std::move(closed->annotated);
        closed = std::move(unread);
    } else if (!closed->analysis() && !closed->canLoadAgain()) {
        return;
    }
    m_closed.push_back({std::move(closed), index});
    if (m_closed.size() > kMostClosed)
        m_closed.pop_front();
}

void Documents::reopen()
{
    if (m_closed.empty())
        return;
    Closed last = std::move(m_closed.back());
    m_closed.pop_back();
    if (last.document->source().isFile()) {
        for (const auto& open : m_open) {
            if (open->source().isFile() && open->source().path == last.document->source().path) {
                setCurrent(open.get());
                return;
            }
        }
    }
    if (!last.document->analysis())
        last.document->load();
    insert(std::move(last.document), last.index);
}

void Documents::move(int from, int to)
{
    if (from == to || from < 0 || to < 0 || from >= count() || to >= count())
        return;
    auto document = std::move(m_open[static_cast<std::size_t>(from)]);
    m_open.erase(m_open.begin() + from);
    m_open.insert(m_open.begin() + to, std::move(document));
    Q_EMIT moved(from, to);
}

void Documents::setCurrent(Document* document)
{
    if (document == m_current)
        return;
    m_current = document;
    Q_EMIT currentChanged(document);
}

} // namespace skein
