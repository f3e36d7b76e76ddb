// What later compilers ask of this one: C++11 in the language and in the library, exceptions through frames that have destructors, RTTI, 64-bit and
// long double arithmetic, and constructors that run before main.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

static int alive;

struct Counted {
    Counted() { alive++; }
    ~Counted() { alive--; }
};

struct Shape {
    virtual ~Shape() = default;
    virtual int corners() const = 0;
};

template <int N> struct Polygon final : Shape {
    static_assert(N > 2, "a polygon has corners");
    int corners() const override { return N; }
};

template <typename... T> constexpr std::size_t count(T...) { return sizeof...(T); }

static Counted at_start;

static int dig(int depth)
{
    Counted here;
    if (depth == 0)
        throw std::out_of_range("bottom");
    return dig(depth - 1) + alive;
}

int main()
{
    try {
        dig(20);
        return 1;
    } catch (const std::logic_error &error) {
        if (std::string(error.what()) != "bottom" || alive != 1)
            return 2;
    }
    std::unique_ptr<Shape> shape(new Polygon<5>);
    auto moved = std::move(shape);
    if (shape || dynamic_cast<Polygon<6> *>(moved.get()) || !dynamic_cast<Polygon<5> *>(moved.get()) || moved->corners() != 5)
        return 3;
    constexpr std::uint64_t big = 0x123456789abcdef0;
    volatile std::uint64_t divisor = 1000000007;
    if (big / divisor != 1311768458 || big % divisor * divisor + 1 == 0 || __builtin_popcountll(big) != 32 || count(1, 'a', "b") != 3)
        return 4;
    std::map<std::string, std::vector<int>> numbers { { "b", { 2, 1 } }, { "a", { 1 } } };
    std::function<void(std::vector<int> &)> sort = [](std::vector<int> &list) { std::sort(list.begin(), list.end()); };
    for (auto &entry : numbers)
        sort(entry.second);
    std::printf("%zu %d %.1f %.20Lf\n", numbers.size(), numbers["b"].front(), 1.5, 1.0L / 3);
    return 0;
}
