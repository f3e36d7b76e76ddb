#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

extern "C" int answer()
{
    std::map<std::string, int> known{{"answer", 42}};
    int found = 0;
    std::thread([&] { found = known["answer"]; }).join();
    try {
        return known.at("question");
    } catch (const std::out_of_range &) {
        std::cout << "caught" << std::endl;
        return found;
    }
}
