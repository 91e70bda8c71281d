// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
// skein-window: the program with the window. `skein` starts it when a window is wanted.
#include "app/window/appearance.h"
#include "app/window/case_keeper.h"
#include "app/window/cases.h"
#include "app/window/documents.h"
#include "app/window/examples.h"
#include "app/window/icon.h"
#include "app/window/main_window.h"
#include "app/window/paint.h"
#include "app/window/plurals.h"
#include "app/window/screenshot.h"
#include "app/window/test_state.h"
#include "model/analysis/idle_places.h"
#include "views/version.h"

#include <KSyntaxHighlighting/Repository>
#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <QSettings>
#include <QTimer>

#include <unistd.h>

namespace skein
{
namespace
{

/// Hidden: for the documentation and for tests.
struct HiddenOptions {
    QCommandLineOption screenshot{QStringLiteral("screenshot"), {}, QStringLiteral("FILE.png")};
    QCommandLineOption size{QStringLiteral("size"), {}, QStringLiteral("WxH")};
    QCommandLineOption select{QStringLiteral("select"), {}, QStringLiteral("finding:N|thread:N")};
    QCommandLineOption theme{QStringLiteral("theme"), {}, QStringLiteral("light|dark")};
    QCommandLineOption raise{QStringLiteral("raise"), {}, QStringLiteral("VIEW")};

    void addTo(QCommandLineParser& parser)
    {
        for (QCommandLineOption* const option : {&screenshot, &size, &select, &theme, &raise}) {
            option->setFlags(QCommandLineOption::HiddenFromHelp);
            parser.addOption(*option);
        }
    }
};

QSize sizeFrom(const QString& text)
{
    const QStringList parts = text.split(u'x');
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

QList<LogSource> sourcesFrom(const QStringList& arguments)
{
    QList<LogSource> sources;
    for (const QString& argument : arguments)
        sources.append(argument == u"-" ? LogSource::standardInput() : LogSource::file(argument));
    return sources;
}

void chooseTheme(ThemeSource& themes, const QSettings& settings, const QString& wanted)
{
    if (wanted == u"dark")
        return themes.choose(ThemeSource::Choice::Dark);
    if (wanted == u"light")
        return themes.choose(ThemeSource::Choice::Light);
    const int saved = settings.value(QStringLiteral("theme"), 0).toInt();
    if (saved == 1 || saved == 2)
        themes.choose(static_cast<ThemeSource::Choice>(saved));
}

/// The "C" locale writes 4218; people read 4,218.
void chooseLocale()
{
    if (QLocale().language() == QLocale::C)
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

int run(QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("main", "Shows who did what to whom in a concurrency crash log."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("files"),
                                 QApplication::translate("main", "Logs to open; - reads standard input."),
                                 QStringLiteral("[FILE…]"));
    HiddenOptions hidden;
    hidden.addTo(parser);
    parser.process(application);

    const bool picture = parser.isSet(hidden.screenshot);
    // A picture for the documentation does not depend on what this user has opened and moved.
    QSettings settings = picture ? QSettings(QStringLiteral("/dev/null"), QSettings::IniFormat) : QSettings();
    KSyntaxHighlighting::Repository syntax;
    ThemeSource themes;
    chooseTheme(themes, settings, parser.value(hidden.theme));
    applyTheme(application, themes.theme());
    QObject::connect(&themes, &ThemeSource::changed, &application,
                     [&] { applyTheme(application, themes.theme()); });

    if (!picture)
        CaseKeeper::setRecoveryFolder(cases::recoveryFolder());
    Documents documents;
    // Reading begins before the window is built; a small log is there when it is painted first.
    const QList<LogSource> sources = sourcesFrom(parser.positionalArguments());
    for (const LogSource& source : sources)
        documents.open(source);
    if (documents.count() > 0)
        documents.setCurrent(documents.at(0));

    int status = 0;
    {
        MainWindow window(
            {documents, themes, syntax, settings, examplesDirectory(QApplication::applicationDirPath())});
        if (picture) {
            new Screenshot(window, {parser.value(hidden.screenshot), sizeFrom(parser.value(hidden.size)),
                                    parser.value(hidden.select), parser.value(hidden.raise)});
        }
        if (qEnvironmentVariableIsSet("SKEIN_TEST_STATE"))
            new TestState(window, qEnvironmentVariable("SKEIN_TEST_STATE"));
        window.show();
        if (!picture)
            QTimer::singleShot(0, &window, [&window] { window.cases().offerRecovery(cases::recoveryFolder()); });
        status = QApplication::exec();
    }
    settings.sync();
    // A thread that still reads a pipe nobody writes to would keep the process for ever.
    if (!documents.finish())
        ::_exit(status);
    return status;
}

} // namespace
} // namespace skein

int main(int argc, char** argv)
{
    if (skein::wantsPaint(argc, argv))
        return skein::paint(argc, argv);
    skein::loadIdlePlaces();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("skein"));
    QApplication::setOrganizationName(QStringLiteral("skein"));
    QApplication::setApplicationDisplayName(QStringLiteral("Skein"));
    QApplication::setApplicationVersion(
        QString::fromUtf8(skein::kVersion.data(), static_cast<qsizetype>(skein::kVersion.size())));
    QApplication::setDesktopFileName(QStringLiteral("org.skein.Skein"));
    QApplication::setWindowIcon(skein::appIcon());
    skein::chooseLocale();
    skein::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    return skein::run(application);
}
