// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/sides/missing_panel.h"

#include "views/style/text.h"

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QVBoxLayout>

namespace skein
{

MissingPanel::MissingPanel(const ThemeSource& themes, QWidget* parent) : QScrollArea(parent), m_themes(themes)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 8, 12, 10);
    layout->setSpacing(6);
    const auto label = [&] {
        auto* result = new QLabel(content);
        result->setTextFormat(Qt::PlainText); // the words may hold text from the log
        result->setWordWrap(true);
        result->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        layout->addWidget(result);
        return result;
    };
    m_what = label();
    m_why = label();
    m_capture = label();
    m_copy = new QPushButton(tr("Copy what to set"), content);
    layout->addWidget(m_copy, 0, Qt::AlignLeft);
    layout->addStretch();
    setWidget(content);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_capture->text());
        m_copy->setText(tr("Copied"));
    });
    connect(&themes, &ThemeSource::changed, this, &MissingPanel::restyle);
    restyle();
    hide();
}

void MissingPanel::restyle()
{
    const Theme& t = m_themes.theme();
    QPalette palette = t.palette();
    palette.setColor(QPalette::Window, t.panel);
    setPalette(palette);
    viewport()->setPalette(palette);
    widget()->setPalette(palette);
    widget()->setAutoFillBackground(true);
    m_what->setFont(style::bold(t.ui));
    m_why->setFont(t.ui);
    m_capture->setFont(t.mono);
    QPalette dim = palette;
    dim.setColor(QPalette::WindowText, t.dim);
    m_why->setPalette(dim);
    m_copy->setFont(t.ui);
}

void MissingPanel::setMissing(const Missing* missing)
{
    const auto set = [](QLabel* label, const std::string& text) {
        QString shown = style::text(text);
        if (!shown.isEmpty())
            shown[0] = shown[0].toUpper();
        label->setText(shown);
        label->setVisible(!text.empty());
    };
    set(m_what, missing ? missing->what : std::string());
    if (missing && !missing->what.empty())
        m_what->setText(tr("Not in this log: %1").arg(style::text(missing->what)));
    set(m_why, missing ? missing->why : std::string());
    m_capture->setText(missing ? style::text(missing->capture) : QString());
    m_capture->setVisible(!m_capture->text().isEmpty());
    m_copy->setVisible(missing && !missing->capture.empty());
    m_copy->setText(tr("Copy what to set"));
}

} // namespace skein
