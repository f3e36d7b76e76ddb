#include <stdio.h>
#include <string.h>

struct entry { const char *name; unsigned bits : 3; long double value; };
static struct entry entries[] = { { "one" }, { "two" } };

int main(int argc, char **argv)
{
    char text[64];
    entries[1].bits = 13;
    entries[1].value = 0.5;
    snprintf(text, sizeof text, "%s %d %03u", entries[1].name, (int)(entries[1].value * 10), entries[1].bits);
    return printf("%s\n", text) < 0 || strcmp(text, "two 5 005");
}
