// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/load_page.h"

#include "app/window/document.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace skein
{

LoadPage::LoadPage(ThemeSource& themes, QWidget* parent) : QWidget(parent), m_themes(themes)
{
    setObjectName(QStringLiteral("loadPage"));
    m_title = new QLabel(this);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_bar = new QProgressBar(this);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel = new QPushButton(tr("&Cancel"), this);
    m_cancel->setObjectName(QStringLiteral("cancelLoad"));
    m_again = new QPushButton(tr("&Try again"), this);
    m_again->setObjectName(QStringLiteral("loadAgain"));
    m_open = new QPushButton(tr("&Open another…"), this);
    connect(m_cancel, &QPushButton::clicked, this, &LoadPage::cancelRequested);
    connect(m_again, &QPushButton::clicked, this, &LoadPage::againRequested);
    connect(m_open, &QPushButton::clicked, this, &LoadPage::openRequested);

    auto* const content = new QWidget(this);
    content->setFixedWidth(520);
    auto* const buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton* const button : {m_cancel, m_again, m_open})
        buttons->addWidget(button);
    buttons->addStretch();
    auto* const column = new QVBoxLayout(content);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_bar);
    column->addWidget(m_text);
    column->addSpacing(6);
    column->addLayout(buttons);
    auto* const layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(content, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(&themes, &ThemeSource::changed, this, &LoadPage::applyTheme);
    applyTheme();
}

void LoadPage::show(const Document& document)
{
    const bool loading = document.state() == Document::State::Loading;
    m_bar->setVisible(loading);
    m_cancel->setVisible(loading);
    m_again->setVisible(!loading);
    m_again->setEnabled(document.canLoadAgain());
    m_open->setVisible(!loading);
    if (loading)
        showLoading(document);
    else
        showFailed(document);
}

void LoadPage::showLoading(const Document& document)
{
    m_title->setText(document.source().title);
    const int progress = document.progress();
    m_bar->setRange(0, progress < 0 ? 0 : 1000);
    if (progress >= 0)
        m_bar->setValue(progress);
    switch (document.stage()) {
    case LoadProgress::Stage::Reading:
        m_text->setText(document.source().kind == LogSource::Kind::StandardInput
                            ? tr("Reading until the input ends")
                            : tr("Reading"));
        break;
    case LoadProgress::Stage::Recognising:
        m_text->setText(tr("Looking for threads"));
        break;
    case LoadProgress::Stage::Analysing:
        m_text->setText(tr("Finding out who waits for whom"));
        break;
    }
}

void LoadPage::showFailed(const Document& document)
{
    if (document.state() == Document::State::Failed) {
        m_title->setText(tr("%1 could not be opened").arg(document.source().title));
        m_text->setText(document.error());
    } else {
        m_title->setText(document.source().title);
        m_text->setText(tr("Reading was cancelled."));
    }
}

void LoadPage::applyTheme()
{
    const Theme& theme = m_themes.theme();
    QFont large = theme.ui;
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    QPalette quiet = theme.palette();
    quiet.setColor(QPalette::WindowText, theme.dim);
    m_text->setPalette(quiet);
}

} // namespace skein
