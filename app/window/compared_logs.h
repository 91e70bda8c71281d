// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/documents.h"
#include "views/other_logs.h"

#include <QPointer>
#include <QThreadPool>

#include <map>

namespace skein
{

/// The logs that each open one is compared with. Those that are open already are not read again.
class ComparedLogs final : public OtherLogs
{
    Q_OBJECT

public:
    ComparedLogs(Documents& documents, QWidget& window);
    ~ComparedLogs() override;

    std::vector<AnalysisPtr> logs() const override;
    int pending() const override;
    bool accepts(const QMimeData& mime) const override;
    void add(const QMimeData& mime) override;
    void choose() override;
    void clear() override;
    void add(const QList<LogSource>& sources);

Q_SIGNALS:
    /// One sentence: a log that cannot be read, or that is the one in view.
    void failed(const QString& sentence);

private:
    struct Other {
        std::unique_ptr<Document> document; ///< read here
        AnalysisPtr analysis;               ///< or open in a tab
    };
    void read(const LogSource& source, std::vector<Other>& others);
    void landed(Document* document);
    void openInstead(Document* document);
    const std::vector<Other>* others() const;

    Documents& m_documents;
    QWidget& m_window;
    QThreadPool m_workers;
    std::map<const Document*, std::vector<Other>> m_of; ///< by the log that is compared
};

} // namespace skein
