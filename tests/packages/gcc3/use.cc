// Exceptions through frames that have destructors, RTTI, templates, static objects, and what the library makes of them.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

static int alive;

struct Counted {
    Counted() { alive++; }
    ~Counted() { alive--; }
};

struct Shape {
    virtual ~Shape() {}
    virtual int corners() const = 0;
};

template <int N> struct Polygon : Shape {
    int corners() const { return N; }
};

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
    } catch (std::logic_error &error) {
        if (std::string(error.what()) != "bottom" || alive != 1)
            return 2;
    }
    Shape *shape = new Polygon<5>;
    if (dynamic_cast<Polygon<6> *>(shape) || !dynamic_cast<Polygon<5> *>(shape) || shape->corners() != 5)
        return 3;
    delete shape;
    std::map<std::string, std::vector<int> > numbers;
    std::istringstream in("b 2 a 1 b 1");
    std::string name;
    for (int n; in >> name >> n;)
        numbers[name].push_back(n);
    std::sort(numbers["b"].begin(), numbers["b"].end());
    std::ofstream("written") << numbers.size() << ' ' << numbers["b"][0] << ' ' << 1.5 << '\n';
    std::string line;
    std::ifstream written("written");
    std::getline(written, line);
    std::cout << line << std::endl;
    return 0;
}
