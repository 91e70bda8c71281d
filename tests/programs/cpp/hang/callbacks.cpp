// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Two objects call each other with their own lock held: std::unique_lock in one frame, the wait frames below it.
#include "../truth.h"

#include <atomic>

namespace ui
{

std::atomic<int> inside{0};

class View;

class Document
{
public:
    void edit();
    void redrawn();
    View* view = nullptr;
    std::mutex mutex;

private:
    int m_version = 0;
};

class View
{
public:
    void paint();
    void changed();
    Document* document = nullptr;
    std::mutex mutex;

private:
    int m_painted = 0;
};

void meet()
{
    ++inside;
    while (inside < 2)
        std::this_thread::yield();
}

void Document::edit()
{
    std::unique_lock<std::mutex> lock(mutex);
    ++m_version;
    meet();
    view->changed();
}

void Document::redrawn()
{
    std::lock_guard<std::mutex> lock(mutex);
    ++m_version;
}

void View::paint()
{
    std::unique_lock<std::mutex> lock(mutex);
    ++m_painted;
    meet();
    document->redrawn();
}

void View::changed()
{
    std::lock_guard<std::mutex> lock(mutex);
    ++m_painted;
}

} // namespace ui

int main()
{
    static ui::Document document;
    static ui::View view;
    document.view = &view;
    view.document = &document;
    std::thread editor([] { truth::role("cycle-editor"); document.edit(); });
    std::thread painter([] { truth::role("cycle-painter"); view.paint(); });
    while (ui::inside < 2)
        std::this_thread::yield();
    truth::lock("document", &document.mutex, "cycle-editor");
    truth::lock("view", &view.mutex, "cycle-painter");
    std::thread late([] { truth::role("bystander"); view.changed(); });
    truth::say("kind std::mutex AB-BA through callbacks");
    truth::ready();
    editor.join();
    painter.join();
    late.join();
}
