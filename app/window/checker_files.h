// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/documents.h"

#include <QObject>

#include <vector>

namespace skein
{

/// Files that hold only what static checkers say (go vet, staticcheck, golangci-lint): opened or dropped
/// while a log is open, they get no tab of their own but are shown with the log that was in view last.
class CheckerFiles final : public QObject
{
    Q_OBJECT

public:
    explicit CheckerFiles(Documents& documents, QObject* parent = nullptr);

    /// It has just been read and goes to a log in a moment; it should not be shown.
    bool claims(const Document* document) const;
    /// One sentence for the log: from which files there is something, and how much of it meets its stacks;
    /// "" where nothing was added.
    static QString sentence(const Document& log);
    /// The log without it again.
    static void remove(Document& log);

private:
    void consider(Document* document);
    void settle();
    bool isCheckerFile(const Document& document) const;
    Document* logFor(const Document& file) const;
    void add(Document& file, Document& log);

    Documents& m_documents;
    std::vector<Document*> m_recent;  ///< of the open ones, as they were in view, the last one first
    std::vector<Document*> m_waiting; ///< checkers' files that are read
};

} // namespace skein
