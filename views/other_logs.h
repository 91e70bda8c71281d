// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <QMimeData>
#include <QObject>

#include <vector>

namespace skein
{

/// The logs that the one in view is compared with. The window reads them; views only ask for them.
class OtherLogs : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// In the order in which they were given.
    virtual std::vector<AnalysisPtr> logs() const = 0;
    /// How many are being read.
    virtual int pending() const = 0;
    /// Whether add() would find a log in it.
    virtual bool accepts(const QMimeData& mime) const = 0;
    virtual void add(const QMimeData& mime) = 0;
    /// Asks the user for files.
    virtual void choose() = 0;
    virtual void clear() = 0;

Q_SIGNALS:
    /// Another log is compared, or none any more, or one begins to be read.
    void changed();
};

} // namespace skein
