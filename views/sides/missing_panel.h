// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "views/style/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

namespace skein
{

/// Stands where the other party's stack would: what the log lacks, why, and a button that copies what to set.
class MissingPanel : public QScrollArea
{
    Q_OBJECT

public:
    MissingPanel(const ThemeSource& themes, QWidget* parent);
    void setMissing(const Missing* missing);

private:
    void restyle();

    const ThemeSource& m_themes;
    QLabel *m_what, *m_why, *m_capture;
    QPushButton* m_copy;
};

} // namespace skein
