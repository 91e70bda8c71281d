// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread in each of the waits of Qt.
// flags: $(pkg-config --cflags --libs Qt6Core 2>/dev/null || pkg-config --cflags --libs Qt5Core) -fPIC
#include "../truth.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QMutex>
#include <QReadWriteLock>
#include <QRecursiveMutex>
#include <QSemaphore>
#include <QThread>
#include <QThreadPool>
#include <QWaitCondition>

using truth::waits;

namespace desk
{
QMutex held, forCondition;
QRecursiveMutex recursive;
QReadWriteLock readWrite;
QWaitCondition condition;
QSemaphore semaphore;
QThreadPool pool;
class Sleeper : public QThread
{
    void run() override { waits("sleep", "QThread::sleep"); QThread::sleep(3600); }
};
class Looper : public QThread
{
    void run() override { waits("poll", "QEventLoop"); exec(); }
};
class Task : public QRunnable
{
    void run() override { waits("sleep", "QThread::msleep"); QThread::msleep(3600000); }
};
} // namespace desk

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace desk;
    held.lock();
    recursive.lock();
    readWrite.lockForWrite();
    start([] { waits("mutex", "QMutex", &held); held.lock(); });
    start([] { waits("mutex", "QMutexLocker", &held); QMutexLocker lock(&held); });
    start([] { waits("mutex", "QMutex::tryLock", &held); (void)held.tryLock(3600000); });
    start([] { waits("mutex", "QRecursiveMutex", &recursive); recursive.lock(); });
    start([] { waits("rwlock-read", "QReadLocker", &readWrite); QReadLocker lock(&readWrite); });
    start([] { waits("rwlock-write", "QWriteLocker", &readWrite); QWriteLocker lock(&readWrite); });
    start([] { QMutexLocker lock(&forCondition); waits("condition", "QWaitCondition", &condition); condition.wait(&forCondition); });
    start([] { waits("semaphore", "QSemaphore", &semaphore); semaphore.acquire(1); });
    start([] { static Sleeper sleeper; sleeper.start(); waits("join", "QThread::wait"); sleeper.wait(); });
    start([] { pool.start(new Task); waits("join", "waitForDone"); pool.waitForDone(); });
    start([] { static Looper looper; looper.start(); waits("join", "QThread::wait-t"); (void)looper.wait(3600000); });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
