// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/document.h"

#include <QObject>
#include <QThreadPool>

#include <deque>
#include <memory>
#include <vector>

namespace skein
{

/// The open logs in the order of their tabs, the one that is shown, and those that were closed last.
class Documents : public QObject
{
    Q_OBJECT

public:
    explicit Documents(QObject* parent = nullptr);
    ~Documents() override;

    int count() const { return static_cast<int>(m_open.size()); }
    Document* at(int index) const { return m_open[static_cast<std::size_t>(index)].get(); }
    int indexOf(const Document* document) const;
    /// Null while nothing is open.
    Document* current() const { return m_current; }

    /// Opens it in a tab of its own and shows it. A file that is open already is only shown.
    Document* open(LogSource source);
    void close(Document* document);
    /// Closes it unless there is something to be saved: then closeWanted() is what happens.
    void requestClose(Document* document);
    void move(int from, int to);
    void setCurrent(Document* document);

    bool canReopen() const { return !m_closed.empty(); }
    /// The tab that was closed last, with what was selected in it; a file is read again.
    void reopen();

    /// Waits a little for loads to stop. False when one still hangs, in a read of standard input for example:
    /// then the process must end without waiting for its threads.
    bool finish();

Q_SIGNALS:
    void inserted(int index);
    void removed(int index);
    void moved(int from, int to);
    void currentChanged(skein::Document* now);
    /// Somebody wants to close it, and there is something to be saved.
    void closeWanted(skein::Document* document);
    /// One of the open documents is loading, ready or failed now.
    void stateChanged(skein::Document* document);

private:
    void keepClosed(std::unique_ptr<Document> closed, std::size_t index);
    Document* insert(std::unique_ptr<Document> document, std::size_t index);

    std::unique_ptr<QThreadPool> m_workers;
    std::vector<std::unique_ptr<Document>> m_open;
    struct Closed {
        std::unique_ptr<Document> document;
        std::size_t index = 0;
    };
    std::deque<Closed> m_closed;
    Document* m_current = nullptr;
};

} // namespace skein
