// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Data races, one for each name: races NAME. `//@ NAME SIDE` marks the line of each side.
#include "truth.h"

#include <atomic>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

using truth::address, truth::later, truth::spawn, truth::use;

namespace toll // a global counter
{
long cars = 0;
void pass()
{
    cars = cars + 1; //@ global writer
}
long report()
{
    return cars; //@ global reader
}
void run()
{
    address("memory", &cars);
    auto a = spawn("writer", [] { pass(); });
    auto b = spawn("reader", [] { later(); use(report()); });
    a.join();
    b.join();
}
} // namespace toll

namespace depot // a field of a heap object, one side holds a lock
{
struct Pallet {
    std::mutex mutex;
    long padding = 0;
    int boxes = 0;
    void load(int n)
    {
        std::lock_guard lock(mutex);
        boxes += n; //@ heap writer
    }
    int count() const
    {
        return boxes; //@ heap reader
    }
};
void run()
{
    auto pallet = std::make_unique<Pallet>();
    address("memory", &pallet->boxes);
    address("mutex", &pallet->mutex);
    auto a = spawn("writer", [&] { pallet->load(3); });
    auto b = spawn("reader", [&] { later(); std::printf("%d boxes\n", pallet->count()); });
    a.join();
    b.join();
}
} // namespace depot

namespace kiosk // each side holds another lock
{
struct Stand {
    std::mutex till, shelf;
    long sold = 0;
};
Stand stand;
void sell()
{
    std::lock_guard lock(stand.till);
    stand.sold += 2; //@ locks writer
}
long inventory()
{
    std::lock_guard lock(stand.shelf);
    return stand.sold; //@ locks reader
}
void run()
{
    address("memory", &stand.sold);
    address("till", &stand.till);
    address("shelf", &stand.shelf);
    auto a = spawn("writer", [] { sell(); });
    auto b = spawn("reader", [] { later(); use(inventory()); });
    a.join();
    b.join();
}
} // namespace kiosk

namespace frame // a local variable of main's that outlives nobody
{
void fill(int* slots)
{
    slots[2] = 7; //@ stack writer
}
int peek(const int* slots)
{
    return slots[2]; //@ stack reader
}
void run()
{
    int slots[8] = {};
    address("memory", &slots[2]);
    auto a = spawn("writer", [&] { fill(slots); });
    auto b = spawn("reader", [&] { later(); use(peek(slots)); });
    a.join();
    b.join();
}
} // namespace frame

namespace scratch // thread-local memory that another thread writes
{
thread_local int cell = 0;
std::atomic<int*> published{nullptr};
void own()
{
    published.store(&cell, std::memory_order_relaxed);
    later(60);
    cell = 1; //@ tls owner
    later(250);
}
void intrude()
{
    later(150);
    *published.load(std::memory_order_relaxed) = 2; //@ tls intruder
}
void run()
{
    auto a = spawn("owner", own);
    auto b = spawn("intruder", intrude);
    a.join();
    b.join();
}
} // namespace scratch

namespace lamp // two bit-fields share a byte
{
struct State {
    unsigned on : 1;
    unsigned broken : 1;
};
State state;
void light()
{
    state.on = 1; //@ bitfield switcher
}
void smash()
{
    state.broken = 1; //@ bitfield vandal
}
void run()
{
    auto a = spawn("switcher", light);
    auto b = spawn("vandal", [] { later(); smash(); });
    a.join();
    b.join();
}
} // namespace lamp

namespace motd // std::string
{
struct Board {
    std::string text = "hello";
    void post(const char* more)
    {
        text.append(more); //@ string writer
    }
    std::size_t width() const
    {
        return text.size(); //@ string reader
    }
};
void run()
{
    Board board;
    auto a = spawn("writer", [&] { board.post(", world, this is long enough for the heap"); });
    auto b = spawn("reader", [&] { later(); std::printf("%zu wide\n", board.width()); });
    a.join();
    b.join();
}
} // namespace motd

namespace queue // std::vector
{
std::vector<int> jobs;
void add()
{
    jobs.push_back(4); //@ vector writer
}
bool idle()
{
    return jobs.empty(); //@ vector reader
}
void run()
{
    jobs.reserve(4);
    auto a = spawn("writer", add);
    auto b = spawn("reader", [] { later(); use(idle()); });
    a.join();
    b.join();
}
} // namespace queue

namespace directory // std::unordered_map
{
std::unordered_map<std::string, int> phones{{"ada", 1}};
void learn()
{
    phones["grace"] = 2; //@ hash writer
}
int ask()
{
    return phones.count("grace") ? 1 : 0; //@ hash reader
}
void run()
{
    auto a = spawn("writer", learn);
    auto b = spawn("reader", [] { later(); use(ask()); });
    a.join();
    b.join();
}
} // namespace directory

namespace settings // a std::shared_ptr that is replaced while somebody copies it
{
struct Values {
    int limit = 3;
};
std::shared_ptr<Values> current = std::make_shared<Values>();
void reload()
{
    current = std::make_shared<Values>(); //@ sharedptr writer
}
int limit()
{
    std::shared_ptr<Values> mine = current; //@ sharedptr reader
    return mine->limit;
}
void run()
{
    auto a = spawn("writer", reload);
    auto b = spawn("reader", [] { later(); use(limit()); });
    a.join();
    b.join();
}
} // namespace settings

namespace pump // a bool that says stop
{
bool stop = false;
long strokes = 0;
void halt()
{
    stop = true; //@ flag writer
}
void work()
{
    for (int i = 0; i < 400 && !*const_cast<volatile bool*>(&stop); ++i) { //@ flag reader
        ++strokes;
        later(1);
    }
}
void run()
{
    address("memory", &stop);
    auto a = spawn("reader", work);
    auto b = spawn("writer", [] { later(); halt(); });
    a.join();
    b.join();
}
} // namespace pump

namespace lazy // double-checked locking
{
struct Table {
    int rows[16] = {};
};
Table* table = nullptr;
std::mutex mutex;
Table* get()
{
    if (!table) { //@ dcl reader
        std::lock_guard lock(mutex);
        if (!table)
            table = new Table; //@ dcl writer
    }
    return table;
}
void run()
{
    address("memory", &table);
    auto a = spawn("writer", [] { get(); });
    auto b = spawn("reader", [] { later(); std::printf("%d\n", get()->rows[3]); });
    a.join();
    b.join();
    delete table;
}
} // namespace lazy

namespace shape // the destructor writes the vptr while a virtual call reads it
{
struct Base {
    virtual void draw() {}
    void finish()
    {
        later(100);
    }
    virtual ~Base()
    {
        later(100); // the derived part is gone already
    }
};
struct Circle : Base {
    void draw() override { later(1); }
    ~Circle() override
    {
        later(80);
    } //@ vptr destroyer-derived
};
void paint(Base* base)
{
    base->draw(); //@ vptr caller
}
void run()
{
    Base* base = new Circle;
    auto a = spawn("caller", [=] { paint(base); });
    later(40);
    delete base;
    a.join();
}
} // namespace shape

namespace room // use after free
{
struct Room {
    int guests = 0;
    int id = 4;
};
void clean(Room* r)
{
    delete r; //@ uaf freer
}
int enter(Room* r)
{
    return r->guests; //@ uaf user
}
void run()
{
    auto* r = new Room;
    address("memory", &r->guests);
    auto a = spawn("freer", [=] { clean(r); });
    auto b = spawn("user", [=] { later(); use(enter(r)); });
    a.join();
    b.join();
}
} // namespace room

namespace ticket // atomic against plain
{
long next = 0;
long draw()
{
    return __atomic_fetch_add(&next, 1, __ATOMIC_RELAXED); //@ atomic drawer
}
void reset()
{
    next = 0; //@ atomic resetter
}
void run()
{
    address("memory", &next);
    auto a = spawn("drawer", [] { use(draw()); });
    auto b = spawn("resetter", [] { later(); reset(); });
    a.join();
    b.join();
}
} // namespace ticket

namespace poll // two different threads wrote different halves before
{
union Pair {
    long both;
    int half[2];
};
Pair pair;
void left()
{
    pair.half[0] = 1; //@ several left
}
void right()
{
    pair.half[1] = 2; //@ several right
}
long sum()
{
    return pair.both; //@ several reader
}
void run()
{
    address("memory", &pair);
    auto a = spawn("left", left);
    auto b = spawn("right", right);
    auto c = spawn("reader", [] { later(); use(sum()); });
    a.join();
    b.join();
    c.join();
}
} // namespace poll

namespace old // so much happens in between that the detector has forgotten the stack
{
int mark = 0;
volatile int noise[64];
__attribute__((noinline)) void touch(int i)
{
    noise[i & 63] = i;
}
void write()
{
    mark = 1; //@ history writer
    for (int i = 0; i < 3'000'000; ++i)
        touch(i);
}
int read()
{
    return mark; //@ history reader
}
void run()
{
    address("memory", &mark);
    auto a = spawn("writer", write);
    auto b = spawn("reader", [] { later(2500); use(read()); });
    a.join();
    b.join();
}
} // namespace old

namespace tape // the C library's functions touch the memory
{
char reel[64];
void erase()
{
    std::memset(reel, 0, sizeof reel); //@ memory eraser
}
void copy(char* to)
{
    std::memcpy(to, reel, sizeof reel); //@ memory copier
}
void run()
{
    address("memory", reel);
    auto a = spawn("eraser", erase);
    auto b = spawn("copier", [] { later(); char to[64]; copy(to); use(to); });
    a.join();
    b.join();
}
} // namespace tape

namespace census // hundreds of reports from a few places, and the program's own lines between them
{
struct Town {
    long people = 0;
    long houses = 0;
};
std::vector<std::unique_ptr<Town>> towns;
template <int N>
void grow(Town& town)
{
    town.people += N;
    std::printf("town %p grows by %d\n", static_cast<void*>(&town), N);
}
template <int N>
void build(Town& town)
{
    town.houses += N;
    std::fprintf(stderr, "built %d houses\n", N);
}
void walk(int order)
{
    for (std::size_t i = 0; i < towns.size(); ++i) {
        Town& town = *towns[order ? towns.size() - 1 - i : i];
        grow<1>(town);
        grow<2>(town);
        build<3>(town);
        later(1);
    }
}
void run()
{
    for (int i = 0; i < 8; ++i)
        towns.push_back(std::make_unique<Town>());
    auto a = spawn("up", [] { walk(0); });
    auto b = spawn("down", [] { walk(1); });
    a.join();
    b.join();
}
} // namespace census

int main(int, char** argv)
{
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const std::map<std::string, void (*)()> all = {
        {"global", toll::run},     {"heap", depot::run},      {"locks", kiosk::run},     {"stack", frame::run},
        {"tls", scratch::run},     {"bitfield", lamp::run},   {"string", motd::run},     {"vector", queue::run},
        {"hash", directory::run},  {"sharedptr", settings::run}, {"flag", pump::run},    {"dcl", lazy::run},
        {"vptr", shape::run},      {"uaf", room::run},        {"atomic", ticket::run},   {"several", poll::run},
        {"history", old::run},     {"memory", tape::run},     {"many", census::run},
    };
    const auto found = all.find(argv[1] ? argv[1] : "");
    if (found == all.end())
        return 2;
    found->second();
}
