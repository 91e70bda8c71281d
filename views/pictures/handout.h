// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"

#include <QMimeData>
#include <QString>

#include <memory>

namespace skein
{

/// A finding with its picture for other programs, by copy or by drag: text, formatted text, PNG, SVG, and,
/// for a drag, a file. Each is made when somebody asks for it, so that beginning a drag costs nothing.
class Handout final : public QMimeData
{
    Q_OBJECT

public:
    enum class Way { Copy, Drag };
    /// `name` is that of the log: files are named after it. `notebook`: keeps what options.notebook points to.
    Handout(AnalysisPtr analysis, ReportOptions options, QString name, Way way,
            std::shared_ptr<const notes::Notebook> notebook = {});

    QStringList formats() const override;
    bool hasFormat(const QString& format) const override { return formats().contains(format); }

protected:
    QVariant retrieveData(const QString& format, QMetaType type) const override;

private:
    QByteArray picture(const char* id) const;
    QString plain() const;
    QString rich() const;
    QString file() const;

    AnalysisPtr m_analysis;
    ReportOptions m_options;
    std::shared_ptr<const notes::Notebook> m_notebook;
    QString m_name;
    Way m_way;
    mutable QString m_file;
};

} // namespace skein
