// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/findings/finding_card.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "views/annotations.h"
#include "views/findings/card_rows.h"
#include "views/note_menu.h"
#include "views/report/note_text.h"
#include "views/report/note_tip.h"
#include "views/report/text_parts.h"
#include "views/style/glyphs.h"
#include "views/style/said.h"
#include "views/style/text.h"

namespace skein {

namespace {

constexpr std::size_t kPartiesFolded = 3;    // rows of a card that is not selected
constexpr std::size_t kPartiesShown = 24;
constexpr const char* kAccess = "skeinAccess";   // the access that a row shows

/// "streams.go:65"
QString place(const Log& log, FrameId id)
{
    return id ? QString::fromStdString(text::place(log, id)) : QString();
}

QString function(const Log& log, FrameId id)
{
    return id ? style::text(shortFunction(log.function(id))) : QString();
}

const Thread* threadOf(const Log& log, ThreadRef ref)
{
    return ref ? &log.snapshots[ref.snapshot].threads[ref.index] : nullptr;
}

QString threadName(const Log& log, ThreadRef ref)
{
    const Thread* const thread = threadOf(log, ref);
    return thread ? QString::fromStdString(text::threadName(*thread)) : QStringLiteral("?");
}

QString fullPlace(const Log& log, FrameId id)
{
    if (!id) return {};
    const Frame& frame = log.frame(id);
    return QStringLiteral("%1\n%2:%3").arg(style::text(log.str(frame.function)), style::text(log.str(frame.file))).arg(frame.line);
}

PartyRow::Content partyOf(const Log& log, const Access& access)
{
    PartyRow::Content row;
    const Thread* const thread = threadOf(log, access.thread);
    row.op = access.op;
    row.certainty = glyph::drawnCertainty(access);
    row.thread = threadName(log, access.thread);
    row.function = thread ? function(log, access.frame) : FindingCard::tr("not in this log");
    row.place = place(log, access.frame);
    row.crashed = thread && thread->crashed;
    if (access.certainty == Certainty::Possible && thread) row.word = FindingCard::tr("possible");
    row.tip = fullPlace(log, access.frame);
    if (!access.why.empty()) row.tip += QLatin1Char('\n') + QString::fromStdString(access.why);
    return row;
}

}  // namespace

FindingCard::FindingCard(ViewContext& context, std::uint32_t finding, QWidget* parent)
    : QFrame(parent), m_context(context), m_analysis(context.selection.analysis()), m_index(finding)
{
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(QString::fromStdString(this->finding().title));
    build();
    // Not at once: one of its own buttons may be what changed it.
    connect(&context.annotations, &Annotations::changed, this, [this] {
        if (saidHere() != m_said) build();
    }, Qt::QueuedConnection);
}

const Finding& FindingCard::finding() const { return m_analysis->findings[m_index]; }
const Log& FindingCard::log() const { return *m_analysis->log; }

void FindingCard::setCurrent(bool current)
{
    if (m_current == current) return;
    m_current = current;
    build();
}

void FindingCard::build()
{
    // Out of the window first: what follows the focus must not meet it while it is being taken apart.
    const QWidget* const focused = QApplication::focusWidget();
    const QString focus = m_body && focused && m_body->isAncestorOf(focused) ? focused->objectName() : QString();
    if (m_body) {
        m_body->hide();
        m_body->setParent(nullptr);
    }
    delete m_body;
    m_body = new QWidget(this);
    m_layout = new QVBoxLayout(m_body);
    m_layout->setContentsMargins(14, 10, 12, 12);
    m_layout->setSpacing(4);
    addHead();
    addSaid();
    addAccesses();
    addCycle();
    // Where the log can't name the other party, saying so comes before everything else.
    const bool partyMissing = std::ranges::any_of(finding().accesses, [](const Access& access) { return !access.thread; });
    if (partyMissing) addMissing();
    if (m_current) {
        addVerdictButtons();
        addEvidence();
        addAdvice();
        if (!partyMissing) addMissing();
        addButtons();
    }
    layout()->addWidget(m_body);
    update();
    if (auto* const again = focus.isEmpty() ? nullptr : m_body->findChild<QWidget*>(focus)) again->setFocus(Qt::OtherFocusReason);
}

void FindingCard::addHead()
{
    const auto& accesses = finding().accesses;
    const bool sideProved = !accesses.empty() && accesses.front().certainty == Certainty::Proved &&
                            finding().certainty != Certainty::Proved;
    m_layout->addWidget(new BadgeRow(finding().certainty, sideProved ? tr("the reporter's side is proved") : QString(),
                                     m_context.themes.theme(), m_body));
    addText(style::text(finding().title), m_context.themes.theme().text, true);
    if (finding().count > 1) // reports of one and the same pair of places
        addText(tr("reported %n time(s)", nullptr, static_cast<int>(finding().count)), m_context.themes.theme().dim);
}

/// What people say of this finding: one line for each.
QString FindingCard::saidHere() const
{
    const auto shown = m_context.annotations.shown();
    if (!shown || m_context.selection.analysis() != m_analysis) return {};
    QString out = QString::fromStdString(shown->opinionOn(m_index));
    for (const ShownNote& note : shown->list)
        if (note.finding == m_index && !note.opinion) out += QLatin1Char('\n') + QString::fromStdString(tipOf(note));
    return out;
}

/// On the colour of notes, apart from what Skein says; a click on a note shows it.
void FindingCard::addSaid()
{
    constexpr int kMost = 3;
    m_said = saidHere();
    if (m_said.isEmpty()) return;
    const auto shown = m_context.annotations.shown();
    const Theme& theme = m_context.themes.theme();
    const auto paper = [&](std::string_view colour) {
        return QStringLiteral("*{background:%1;color:%2;border:1px solid %3;border-radius:2px;padding:1px 5px;text-align:left}")
            .arg(style::noteWash(theme, colour).name(), theme.text.name(), style::noteMark(theme, colour).name());
    };
    if (const std::string opinion = shown->opinionOn(m_index); !opinion.empty()) {
        auto* const label = new QLabel(style::text(opinion, 300), m_body);
        label->setObjectName(QStringLiteral("opinion"));
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setStyleSheet(paper({}));
        m_layout->addWidget(label);
    }
    int count = 0;
    for (const ShownNote& note : shown->list) {
        if (note.finding != m_index || note.kind == ShownNote::Kind::Reply || note.opinion) continue;
        if (++count > kMost) continue;
        const std::string words = authorOf(note) + ": " + note_text::brief(note.text, 60);
        auto* const button = new NoteRow(QStringLiteral("✎ ") + style::text(words, 400).replace(QLatin1Char('&'), QStringLiteral("&&")), m_body);
        button->setObjectName(QStringLiteral("noteOnFinding"));
        button->setToolTip(style::plainTooltip(QString::fromStdString(tipOf(note))));
        button->setStyleSheet(paper(note.colour));
        button->setMinimumWidth(40);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(button, &QPushButton::clicked, this, [this, id = note.id] {
            if (id) m_context.annotations.choose(id);
        });
        m_layout->addWidget(button);
    }
    if (count > kMost) addText(tr("%n further note(s)", nullptr, count - kMost), theme.dim);
}

/// What somebody may say about it.
void FindingCard::addVerdictButtons()
{
    Annotations& notes = m_context.annotations;
    if (!notes.open()) return;
    auto* const row = new QHBoxLayout;
    row->addWidget(verdictButton(tr("Confirm"), "cardConfirm", "confirmed"));
    row->addWidget(verdictButton(tr("Reject"), "cardReject", "rejected"));
    auto* const party = new QPushButton(tr("Other party…"), m_body);
    party->setObjectName(QStringLiteral("cardParty"));
    party->setToolTip(tr("Say which thread the other party was"));
    connect(party, &QPushButton::clicked, this, [this, party] { pickOtherParty(*party); });
    row->addWidget(party);
    row->addStretch();
    m_layout->addSpacing(2);
    m_layout->addLayout(row);
    m_layout->addSpacing(2);
}

QPushButton* FindingCard::verdictButton(const QString& text, const char* name, const char* verdict)
{
    Annotations& notes = m_context.annotations;
    const notes::Anchor on = notes.resolver().onFinding(m_index);
    const bool is = notes.notebook().verdict(notes::VerdictKind::Finding, on).text == verdict;
    auto* const button = new QPushButton(text, m_body);
    button->setObjectName(QLatin1String(name));
    button->setCheckable(true);
    button->setChecked(is);
    button->setToolTip(is ? tr("Take it back") : tr("What you say stands beside what Skein found, with your name"));
    connect(button, &QPushButton::clicked, this, [&notes, on, is, verdict] {
        notes.setVerdict(notes::VerdictKind::Finding, on, is ? notes::VerdictValue() : notes::VerdictValue{.text = verdict, .party = {}});
    });
    return button;
}

/// The thread that is selected, and those of the finding; any other from its own context menu.
void FindingCard::pickOtherParty(QPushButton& below)
{
    Annotations& notes = m_context.annotations;
    const notes::Anchor on = notes.resolver().onFinding(m_index);
    auto* const menu = new QMenu(&below);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    std::vector<ThreadRef> offered;
    const auto offer = [&](ThreadRef thread) {
        if (!thread || std::ranges::contains(offered, thread) || offered.size() >= kPartiesShown) return;
        offered.push_back(thread);
        const notes::Anchor party = notes.resolver().onThread(thread);
        QString label = style::text(notes.resolver().threadLabel(thread));
        QAction* const action = menu->addAction(label.replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(notes.notebook().verdict(notes::VerdictKind::OtherParty, on).party == party);
        connect(action, &QAction::triggered, &notes, [&notes, on, party](bool is) {
            notes.setVerdict(notes::VerdictKind::OtherParty, on, is ? notes::VerdictValue{.text = {}, .party = party} : notes::VerdictValue());
        });
    };
    offer(m_context.selection.current().thread);
    for (const Access& access : finding().accesses) offer(access.thread);
    for (const ThreadRef thread : finding().threads) offer(thread);
    menu->addSeparator();
    menu->addAction(tr("Another: right-click it in any view"))->setEnabled(false);
    if (notes.notebook().verdict(notes::VerdictKind::OtherParty, on).party)
        menu->addAction(tr("Take it back"), &notes, [&notes, on] { notes.setVerdict(notes::VerdictKind::OtherParty, on, {}); });
    menu->popup(below.mapToGlobal(QPoint(0, below.height())));
}

notes::Anchor FindingCard::anchorAt(const QWidget* row) const
{
    const notes::Resolver& resolver = m_context.annotations.resolver();
    const QVariant access = row ? row->property(kAccess) : QVariant();
    return access.isValid() ? resolver.onAccess(m_index, access.toUInt()) : resolver.onFinding(m_index);
}

void FindingCard::addText(const QString& text, const QColor& color, bool bold)
{
    auto* const label = new QLabel(style::breakable(text), m_body);
    label->setAccessibleName(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    QFont font = m_context.themes.theme().ui;
    font.setBold(bold);
    label->setFont(font);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
    m_layout->addWidget(label);
}

void FindingCard::addAccesses()
{
    const auto& accesses = finding().accesses;
    const std::size_t limit = m_current ? kPartiesShown : kPartiesFolded;
    for (std::size_t i = 0; i < std::min(accesses.size(), limit); ++i) {
        const Access& access = accesses[i];
        auto* const row = new PartyRow(partyOf(log(), access), m_context.themes.theme(), m_body);
        connect(row, &QAbstractButton::clicked, this, [this, access] {
            m_context.selection.selectFinding(m_index);
            if (access.thread) m_context.selection.selectFrame(access.thread, access.frameIndex);
        });
        row->setProperty(kAccess, static_cast<uint>(i));
        m_layout->addWidget(row);
    }
    if (accesses.size() > limit) {
        addText(tr("and %n more", nullptr, static_cast<int>(accesses.size() - limit)), m_context.themes.theme().dim);
    }
}

void FindingCard::addCycle()
{
    for (const WaitStep& step : finding().cycle) {
        PartyRow::Content row;
        row.thread = threadName(log(), step.thread);
        row.function = step.heldBy ? tr("waits for %1").arg(threadName(log(), step.heldBy)) : tr("waits");
        row.place = step.waitsOn != 0 ? QString::fromStdString(hexAddress(step.waitsOn)) : QString();
        if (step.certainty != Certainty::Proved) row.word = style::text(toString(step.certainty));
        row.tip = fullPlace(log(), step.waitsAt);
        auto* const widget = new PartyRow(std::move(row), m_context.themes.theme(), m_body);
        connect(widget, &QAbstractButton::clicked, this, [this, thread = step.thread] {
            m_context.selection.selectFinding(m_index);
            if (thread) m_context.selection.selectThread(thread);
        });
        m_layout->addWidget(widget);
    }
}

void FindingCard::addMissing()
{
    if (!finding().missing) return;
    const Missing& missing = *finding().missing;
    QString sentence = tr("Not in this log: %1.").arg(style::text(missing.what));
    if (!missing.why.empty()) {
        const QString why = style::text(missing.why);
        sentence += QLatin1Char(' ') + why.left(1).toUpper() + why.mid(1);
        if (!why.endsWith(QLatin1Char('.'))) sentence += QLatin1Char('.');
    }
    addText(sentence, m_context.themes.theme().dim);
    if (missing.capture.empty()) return;
    const QString capture = style::text(missing.capture);
    auto* const button = new QPushButton(tr("Copy what to set next time"), m_body);
    button->setToolTip(capture.toHtmlEscaped());
    button->setDefault(true);
    connect(button, &QPushButton::clicked, this, [button, capture] {
        QApplication::clipboard()->setText(capture);
        button->setText(tr("Copied: %1").arg(capture.section(QLatin1Char('\n'), 0, 0).left(40)));
    });
    auto* const row = new QHBoxLayout;
    row->addWidget(button);
    row->addStretch();
    m_layout->addLayout(row);
}

void FindingCard::addEvidence()
{
    const auto& evidence = finding().evidence;
    if (evidence.empty()) return;
    addText(tr("Why"), m_context.themes.theme().text, true);
    for (const Evidence& one : evidence) {
        auto* const row = new EvidenceRow(style::text(one.text), one.logLines, m_context.themes.theme(), m_body);
        connect(row, &EvidenceRow::lineChosen, this, [this](std::uint32_t line) { m_context.selection.selectLines({line, line}); });
        m_layout->addWidget(row);
    }
}

void FindingCard::addAdvice()
{
    if (finding().advice.empty()) return;
    addText(tr("What to do"), m_context.themes.theme().text, true);
    for (const Advice& advice : finding().advice) {
        addText(style::text(advice.title), m_context.themes.theme().text);
        addText(style::text(advice.text), m_context.themes.theme().dim);
    }
}

void FindingCard::addButtons()
{
    auto* const row = new QHBoxLayout;
    auto* const copy = new QPushButton(tr("Copy as text"), m_body);
    copy->setToolTip(tr("Copy this finding as `skein report` prints it"));
    connect(copy, &QPushButton::clicked, this, &FindingCard::copyAsText);
    auto* const note = new QPushButton(tr("Add note…"), m_body);
    note->setObjectName(QStringLiteral("cardNote"));
    connect(note, &QPushButton::clicked, this, [this] { m_context.annotations.write(anchorAt(nullptr)); });
    row->addWidget(note);
    row->addWidget(copy);
    row->addStretch();
    m_layout->addSpacing(4);
    m_layout->addLayout(row);
}

void FindingCard::copyAsText()
{
    StringSink sink;
    text::TextWriter writer(sink, false, 100);
    text::AlreadySaid said;
    text::writeFinding(writer, *m_analysis, finding(), said);
    QApplication::clipboard()->setText(QString::fromStdString(sink.text()));
}

void FindingCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& theme = m_context.themes.theme();
    painter.fillRect(rect(), m_current ? theme.selection : theme.panel);
    if (m_current) painter.fillRect(QRect(0, 0, 3, height()), theme.accent);
    painter.setPen(theme.line);
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

void FindingCard::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) m_context.selection.selectFinding(m_index);
}

void FindingCard::contextMenuEvent(QContextMenuEvent* event)
{
    auto* const copy = new QAction(tr("Copy as text"), m_body);
    connect(copy, &QAction::triggered, this, &FindingCard::copyAsText);
    showContextMenu(*this, {copy}, m_context,
                    m_context.annotations.open() ? std::optional(anchorAt(childAt(event->pos()))) : std::nullopt, event->globalPos());
}

}  // namespace skein
