/* run FILE SECONDS: starts each line of FILE, words with spaces between, and ends with the first that fails or takes longer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST = 4096, MOST = 64, ALARM = 37, FORK = 57, EXECVE = 59, WAIT4 = 61 };

static char line[LONGEST];
static char *words[MOST + 1];

static void fail(const char *what)
{
    fprintf(stderr, "run: %s: %s\n", what, line);
    exit(1);
}

static int read_line(FILE *f)
{
    int c, n = 0;
    while ((c = fgetc(f)) != EOF && c != '\n') {
        if (n == LONGEST - 1)
            fail("a line is too long");
        line[n++] = c;
    }
    line[n] = 0;
    return n || c != EOF;
}

static char **split(char *text)
{
    int n = 0;
    while (*text) {
        if (n == MOST)
            fail("too many words");
        words[n++] = text;
        while (*text && *text != ' ')
            text++;
        while (*text == ' ')
            *text++ = 0;
    }
    words[n] = NULL;
    return words;
}

static void start(long seconds)
{
    static char *no_environment[1];
    int status = 0;
    long child = syscall(FORK);
    if (child < 0)
        fail("no process can be started");
    if (!child) {
        /* The alarm ends what takes this process's place. */
        syscall(ALARM, seconds);
        split(line);
        syscall(EXECVE, words[0], words, no_environment);
        fail("cannot be started");
    }
    if (syscall(WAIT4, child, &status, 0, NULL) != child || status)
        fail("failed");
}

int main(int argc, char **argv)
{
    FILE *f;
    if (argc != 3 || !(f = fopen(argv[1], "r")))
        fail("usage: run FILE SECONDS");
    while (read_line(f))
        start(strtol(argv[2], NULL, 10));
    return 0;
}
