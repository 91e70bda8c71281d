#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Checks that the layers include each other one way only, and that no file grows out of hand.

    check_layers.py DIRECTORY    exit status 0 and one line, or 1 and every violation as file:line: message
    check_layers.py --self-test  proves that each kind of violation is found
"""

import re
import sys
import tempfile
from pathlib import Path

# A layer (the longest folder that matches a file) and the layers that it may include, besides itself. A layer may
# also be a file, without its suffix, and what is named after it: views/graph/layout.h and layout_cache.cpp.
# "views/*" is any folder below views/ that is not listed; "views" are the files that stand in views/ itself.
LAYERS = {
    "model": [],
    "model/analysis": ["model"],
    "model/triage": ["model", "model/analysis"],
    "model/notes": ["model"],
    "model/said": ["model", "model/analysis", "model/triage", "model/notes"],
    "model/redact": ["model"],
    "parser": ["model", "model/notes", "model/redact"],
    "views/report": ["model", "model/analysis", "model/triage", "model/notes", "model/said"],
    "views/items": ["model", "model/analysis", "model/triage", "model/notes", "model/said", "views/style"],
    "views/graph/layout": ["model", "model/analysis"],
    "views/style": ["model", "model/analysis"],
    # Pictures outside of the window are made of several views' drawing functions.
    "views/pictures": ["model", "model/analysis", "model/triage", "model/notes", "model/said", "views/*", "views/style", "views/graph/layout", "views/report"],
    "views/*": ["model", "model/analysis", "model/triage", "model/notes", "model/said", "model/redact", "views", "views/style", "views/items", "views/graph/layout", "views/report"],
    "views": ["model", "model/analysis", "model/triage", "model/notes", "model/said", "views/*", "views/style", "views/items", "views/graph/layout", "views/report"],
    "app": ["model", "model/analysis", "model/triage", "model/notes", "model/said", "model/redact", "parser", "views", "views/*", "views/style", "views/items", "views/graph/layout",
            "views/pictures", "views/report"],
}

# The file that lists the views is the only one in views/ that may include each of them.
LIST_OF_VIEWS = {"views/view_list.cpp"}

# Compiled once, behind a declaration: whoever includes it pays for it in every file.
ONCE = {"format": "model/formatted.h"}

# Generated, without includes of its own: the version of the program.
FOR_EVERYBODY = {"views/version.h"}

# Includes in angle brackets that a layer may not have.
QT = re.compile(r"^(Q[A-Za-z]|Qt[A-Z]|KSyntaxHighlighting/|KF6/)")
WIDGETS = re.compile(
    r"^(QtWidgets\b|Q[A-Za-z]*(Widget|View|Window|Dialog|Button|Layout(?<!QTextLayout)|Box|Edit|Label|Menu|MenuBar|ToolBar|Bar|Slider|"
    r"Splitter|Area|Delegate|Style|StyleOption|StyleFactory|Application(?<!QCoreApplication)(?<!QGuiApplication)|"
    r"ToolTip|Completer|GraphicsScene|GraphicsItem|Frame|Header)$)")
BANNED = {
    "model": QT, "model/analysis": QT, "model/triage": QT, "model/notes": QT, "model/said": QT, "model/redact": QT, "parser": QT, "views/report": QT, "views/graph/layout": QT,
    "views/items": WIDGETS, "views/pictures": WIDGETS,
}
# Graphviz stays behind its wrapper.
GRAPHVIZ = re.compile(r"^(graphviz/)?(gvc|cgraph|gvcext|gvplugin)\.h$")
GRAPHVIZ_LAYER = "views/graph/layout"

LONGEST = 500
LONG_FILE = re.compile(r"//\s*long file:\s*\S")

FOLDERS = ("model", "parser", "views", "app")
SUFFIXES = {".h", ".hpp", ".cpp", ".cc", ".inc"}
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def layer_of(path):
    """The layer of a path relative to the repository, or None for what belongs to no layer."""
    folders = path.split("/")[:-1]
    if not folders or folders[0] not in FOLDERS:
        return None
    stem = path.rsplit(".", 1)[0]
    for layer in LAYERS:
        if layer.count("/") == 2 and (stem == layer or stem.startswith(layer + "_")):
            return layer
    for depth in range(len(folders), 0, -1):
        candidate = "/".join(folders[:depth])
        if candidate in LAYERS:
            return "views/*" if candidate == "views" and len(folders) > 1 else candidate
    return None


def include_violation(path, quoted, angled):
    """What is wrong with one include of a file, or None."""
    layer = layer_of(path)
    if angled:
        banned = BANNED.get(layer)
        if banned and banned.match(angled):
            return f"{layer} must not include <{angled}>"
        if GRAPHVIZ.match(angled) and layer != GRAPHVIZ_LAYER:
            return f"only {GRAPHVIZ_LAYER} includes <{angled}>"
        if ONCE.get(angled, path) != path:
            return f"only {ONCE[angled]} includes <{angled}>"
        return None
    first = quoted.split("/")[0]
    if first == "tests":
        return f'{layer} must not include "{quoted}"'
    if first not in FOLDERS:
        if quoted.endswith(".moc") or quoted.startswith("moc_") or quoted.startswith("ui_"):
            return None
        if "/" not in quoted or quoted.startswith("."):
            return f'"{quoted}" does not show its layer; write the path from the repository\'s root'
        return None  # a library's own header
    if quoted in FOR_EVERYBODY:
        return None
    target = layer_of(quoted)
    if target == layer:
        if layer == "views/*" and path.split("/")[1] != quoted.split("/")[1]:
            return f'one view must not include another: "{quoted}"'
        return None
    if target == "views/*" and layer == "views" and path not in LIST_OF_VIEWS:
        return f'only {", ".join(sorted(LIST_OF_VIEWS))} may include a view: "{quoted}"'
    if target not in LAYERS[layer]:
        return f'{layer} must not include {target} ("{quoted}")'
    return None


def check(root):
    """Every violation below a directory, and how many files were read."""
    found, count = [], 0
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in SUFFIXES or not file.is_file():
                continue
            count += 1
            path = file.relative_to(root).as_posix()
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
            for number, line in enumerate(lines, 1):
                match = INCLUDE.match(line)
                message = match and include_violation(path, match[1], match[2])
                if message:
                    found.append(f"{path}:{number}: {message}")
            if len(lines) > LONGEST and not any(LONG_FILE.search(line) for line in lines):
                found.append(f"{path}:{LONGEST}: {len(lines)} lines; split it, or say why not in a comment "
                             "'// long file: reason'")
    return found, count


# ---------------------------------------------------------------------------------------------------- self-test

ALLOWED = {
    "model/a.h": '#include <vector>\n#include "model/b.h"\n',
    "model/formatted.h": "#include <format>\n",
    "model/analysis/a.cpp": '#include "model/b.h"\n#include "model/analysis/c.h"\n',
    "parser/go/a.cpp": '#include "model/b.h"\n#include "parser/common/c.h"\n#include <zlib.h>\n#include <nlohmann/json.hpp>\n',
    "views/report/a.cpp": '#include "model/analysis/b.h"\n#include "views/report/c.h"\n',
    "views/items/a.cpp": '#include <QAbstractTableModel>\n#include <QColor>\n#include <QAbstractItemModel>\n#include <QCoreApplication>\n#include <QStyledItem>\n',
    "views/graph/layout.cpp": '#include <graphviz/gvc.h>\n#include "views/graph/layout_cache.h"\n',
    "views/graph/view.cpp": '#include "views/graph/layout.h"\n#include "views/view.h"\n',
    "views/timeline/a.cpp": '#include <QWidget>\n#include "views/items/b.h"\n#include "views/view.h"\n#include "views/timeline/c.h"\n#include "views/style/d.h"\n#include "a.moc"\n',
    "views/pictures/a.cpp": '#include <QPainter>\n#include "views/timeline/b.h"\n#include "views/graph/c.h"\n',
    "views/view_list.cpp": '#include "views/timeline/a.h"\n#include "views/stack/a.h"\n',
    "app/a.cpp": '#include "parser/b.h"\n#include "views/timeline/c.h"\n#include "views/view.h"\n#include <QMainWindow>\n',
    "views/stack/long.cpp": "// long file: a table\n" + "\n" * LONGEST,
    "tests/a.cpp": '#include "app/b.h"\n#include <QWidget>\n',
}
VIOLATIONS = [
    ("model/a.h", '#include "parser/b.h"'),
    ("model/a.h", '#include "model/analysis/b.h"'),
    ("model/a.h", '#include "views/report/b.h"'),
    ("model/a.h", "#include <QString>"),
    ("model/a.h", "#include <format>"),
    ("model/analysis/a.cpp", '#include "parser/b.h"'),
    ("model/analysis/a.cpp", "#  include <QtCore/QString>"),
    ("parser/a.cpp", '#include "model/analysis/b.h"'),
    ("parser/a.cpp", '#include "views/view.h"'),
    ("parser/a.cpp", "#include <QFile>"),
    ("views/report/a.cpp", '#include "parser/b.h"'),
    ("views/report/a.cpp", '#include "views/graph/layout.h"'),
    ("views/report/a.cpp", "#include <KSyntaxHighlighting/Repository>"),
    ("views/items/a.cpp", "#include <QWidget>"),
    ("views/items/a.cpp", "#include <QTreeView>"),
    ("views/items/a.cpp", "#include <QStyledItemDelegate>"),
    ("views/items/a.cpp", "#include <QApplication>"),
    ("views/items/a.cpp", '#include "views/timeline/b.h"'),
    ("views/graph/layout.cpp", '#include "views/items/b.h"'),
    ("views/graph/layout.h", '#include "views/view.h"'),
    ("views/graph/layout_cache.h", "#include <QString>"),
    ("views/timeline/a.cpp", '#include "views/graph/view.h"'),
    ("views/timeline/a.cpp", '#include "views/stack/b.h"'),
    ("views/timeline/a.cpp", '#include "parser/b.h"'),
    ("views/timeline/a.cpp", '#include "app/b.h"'),
    ("views/timeline/a.cpp", "#include <gvc.h>"),
    ("views/timeline/a.cpp", '#include "b.h"'),
    ("views/timeline/a.cpp", '#include "../stack/b.h"'),
    ("views/timeline/a.cpp", '#include "views/pictures/b.h"'),
    ("views/pictures/a.cpp", "#include <QWidget>"),
    ("views/selection.cpp", '#include "views/timeline/b.h"'),
    ("app/a.cpp", '#include "tests/b.h"'),
    ("parser/long.cpp", "\n" * LONGEST),
]


def found_in(files):
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text + "\n", encoding="utf-8")
        return check(root)[0]


def self_test():
    failures = [f"refused without reason: {message}" for message in found_in(ALLOWED)]
    for path, text in VIOLATIONS:
        if len(found_in({path: text})) != 1:
            failures.append(f"not found, or found twice: {path}: {text.strip() or 'too long'}")
    return failures, len(VIOLATIONS)


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    if arguments[0] == "--self-test":
        problems, count = self_test()
        done = f"{count} violations found as they should be"
    else:
        problems, count = check(Path(arguments[0]))
        done = f"{count} files keep to their layers"
        if count == 0:
            problems = ["no source files found; is this the repository?"]
    print("\n".join(problems) if problems else done)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
