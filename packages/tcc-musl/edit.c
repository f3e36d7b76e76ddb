/* edit CHANGES: changes files. CHANGES looks like a patch without numbers: after "file NAME", each group of lines that begin with a space,
   - or + says what stands there, once in the whole file, and what is to stand there: lines with - go, lines with + come. Other lines
   are remarks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 1 << 20, LONGEST = 1024 };

static char name[LONGEST];                  /* of the file that is being changed, which `text` holds */
static char text[LARGEST], old[LARGEST], new[LARGEST];
static int text_size, old_size, new_size;

static void fail(const char *what)
{
    fprintf(stderr, "edit: %s: %s\n", name, what);
    exit(1);
}

static int read_line(char *line, FILE *f)
{
    int c, n = 0;
    while ((c = fgetc(f)) != EOF) {
        if (n == LONGEST - 2)
            fail("a line is too long");
        line[n++] = c;
        if (c == '\n')
            break;
    }
    line[n] = 0;
    return n;
}

static void load(void)
{
    FILE *f = fopen(name, "r");
    if (!f)
        fail("cannot be read");
    text_size = fread(text, 1, LARGEST - 1, f);
    text[text_size] = 0;
    if (text_size == LARGEST - 1 || strlen(text) != text_size)
        fail("is no text, or too large");
    fclose(f);
}

static void save(void)
{
    FILE *f;
    if (!*name)
        return;
    f = fopen(name, "w");
    if (!f || fwrite(text, 1, text_size, f) != text_size || fclose(f))
        fail("cannot be written");
}

static void add(char *to, int *size, const char *line)
{
    int n = strlen(line);
    if (*size + n >= LARGEST)
        fail("a change is too long");
    memcpy(to + *size, line, n + 1);
    *size += n;
}

/* Makes the change that `old` and `new` hold, if there is one. */
static void change(void)
{
    char *at;
    if (!old_size && !new_size)
        return;
    if (!old_size || !*name)
        fail("a change says not where");
    if (!(at = strstr(text, old)))
        fail("does not hold what is to be changed");
    if (strstr(at + 1, old))
        fail("holds what is to be changed more than once");
    if (text_size + new_size - old_size >= LARGEST)
        fail("grows too large");
    memmove(at + new_size, at + old_size, text + text_size + 1 - at - old_size);
    memcpy(at, new, new_size);
    text_size += new_size - old_size;
    old_size = new_size = 0;
}

int main(int argc, char **argv)
{
    static char line[LONGEST];
    FILE *f;
    if (argc != 2 || !(f = fopen(argv[1], "r")))
        fail("usage: edit CHANGES");
    while (read_line(line, f)) {
        if (*line == ' ' || *line == '-')
            add(old, &old_size, line + 1);
        if (*line == ' ' || *line == '+')
            add(new, &new_size, line + 1);
        if (*line == ' ' || *line == '-' || *line == '+')
            continue;
        change();
        if (!strncmp(line, "file ", 5)) {
            save();
            *strchr(line, '\n') = 0;
            strcpy(name, line + 5);
            load();
        }
    }
    change();
    save();
    return 0;
}
