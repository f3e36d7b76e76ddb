/* What busybox's own build does with a shell, sed and make, in the current folder, busybox's.
   prepare-busybox headers: as scripts/gen_build_files.sh, puts lines that begin with //config:, //kbuild: and //applet: from the sources into
   Config.in, Kbuild and applets.h, and what is shipped under another name because flex and bison made it into its place.
   prepare-busybox sources LIST: the files that the Kbuild files name for what .config says. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST = 4096, MOST = 2000 };

static char *printed[MOST];
static int printed_count;

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "prepare-busybox: %s: %s\n", what, which);
    exit(1);
}

static char *path(const char *folder, const char *name)
{
    char *joined = malloc(strlen(folder) + strlen(name) + 2);
    if (!joined)
        fail("no memory", name);
    sprintf(joined, "%s/%s", folder, name);
    return joined;
}

static FILE *open_file(const char *name, const char *mode)
{
    FILE *f = fopen(name, mode);
    if (!f)
        fail("cannot open", name);
    return f;
}

static int exists(const char *name)
{
    struct stat status;
    return !stat(name, &status);
}

static int is_folder(const char *name)
{
    struct stat status;
    return !stat(name, &status) && S_ISDIR(status.st_mode);
}

static int ends(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n >= m && !strcmp(name + n - m, end);
}

/* Calls `visit` for what lies in a folder, in the order of names. */
static void each(const char *folder, void (*visit)(const char *folder, const char *name))
{
    struct dirent **entries;
    int i, n = scandir(folder, &entries, NULL, alphasort);
    if (n < 0)
        fail("cannot read", folder);
    for (i = 0; i < n; i++)
        if (entries[i]->d_name[0] != '.')
            visit(folder, entries[i]->d_name);
}

static FILE *out;
static const char *mark;

static void copy_marked(const char *folder, const char *name)
{
    char line[LONGEST];
    FILE *f;
    if (!ends(name, ".c"))
        return;
    f = open_file(path(folder, name), "r");
    while (fgets(line, LONGEST, f))
        if (!strncmp(line, mark, strlen(mark)))
            fputs(line + strlen(mark), out);
    fclose(f);
}

static void copy_marked_below(const char *folder, const char *name)
{
    char *below = path(folder, name);
    if (is_folder(below)) {
        each(below, copy_marked);
        each(below, copy_marked_below);
    }
}

/* Writes a file from its template, with the marked lines in the place of the line INSERT. */
static void generate(const char *template, const char *output, const char *text, const char *folder, void (*visit)(const char *, const char *))
{
    char line[LONGEST];
    FILE *f = open_file(template, "r");
    out = open_file(output, "w");
    mark = text;
    while (fgets(line, LONGEST, f))
        if (strcmp(line, "INSERT\n"))
            fputs(line, out);
        else
            each(folder, visit);
    fclose(f);
    if (fclose(out))
        fail("cannot write", output);
}

static void copy_shipped(const char *folder, const char *name)
{
    char block[LONGEST], *from = path(folder, name), *to = path(folder, name);
    size_t n;
    FILE *f;
    if (!ends(name, "_shipped"))
        return;
    *strstr(to, "_shipped") = 0;
    f = open_file(from, "r");
    out = open_file(to, "w");
    while ((n = fread(block, 1, LONGEST, f)))
        fwrite(block, 1, n, out);
    fclose(f);
    if (fclose(out))
        fail("cannot write", to);
}

static void make_headers(const char *folder, const char *name)
{
    char *below = path(folder, name);
    if (!is_folder(below))
        return;
    if (exists(path(below, "Config.src")))
        generate(path(below, "Config.src"), path(below, "Config.in"), "//config:", below, copy_marked);
    if (exists(path(below, "Kbuild.src")))
        generate(path(below, "Kbuild.src"), path(below, "Kbuild"), "//kbuild:", below, copy_marked);
    each(below, make_headers);
}

/* Whether .config has the option in the parentheses of lib-$(CONFIG_X). */
static int is_on(const char *variable)
{
    char line[LONGEST], wanted[LONGEST];
    int found = 0;
    FILE *f = open_file(".config", "r");
    sprintf(wanted, "%.*s=y\n", (int)strcspn(variable, ")"), variable);
    while (fgets(line, LONGEST, f))
        found |= !strcmp(line, wanted);
    fclose(f);
    return found;
}

/* lib-y += a.o b.o, lib-$(CONFIG_X) += a.o, and what archival/libarchive collects first. */
static int is_list(const char *line)
{
    return !strncmp(line, "lib-y", 5) || !strncmp(line, "obj-y", 5) || !strncmp(line, "COMMON_FILES:", 13)
        || !strncmp(line, "lib-$(", 6) && is_on(line + 6);
}

static void print_once(char *source)
{
    int i;
    for (i = 0; i < printed_count; i++)
        if (!strcmp(printed[i], source))
            return;
    if (printed_count == MOST)
        fail("too many sources", source);
    printed[printed_count++] = source;
    fprintf(out, "%s\n", source);
}

/* A line that ends with a backslash goes on in the next one. */
static void print_sources(const char *folder, const char *name)
{
    char line[LONGEST], *word, *below = path(folder, name);
    int on = 0, goes_on = 0;
    FILE *f;
    if (!is_folder(below))
        return;
    if (exists(path(below, "Kbuild"))) {
        f = open_file(path(below, "Kbuild"), "r");
        while (fgets(line, LONGEST, f)) {
            if (!goes_on)
                on = is_list(line + strspn(line, " "));
            goes_on = ends(line, "\\\n");
            for (word = strtok(line, " \t\n"); word; word = strtok(NULL, " \t\n"))
                if (on && ends(word, ".o")) {
                    char *source = path(below, word);
                    source[strlen(source) - 1] = 'c';
                    if (exists(source))
                        print_once(source);
                }
        }
        fclose(f);
    }
    each(below, print_sources);
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "headers")) {
        make_headers(".", ".");
        each("scripts/kconfig", copy_shipped);
        generate("include/applets.src.h", "include/applets.h", "//applet:", ".", copy_marked_below);
    } else if (argc == 3 && !strcmp(argv[1], "sources")) {
        out = open_file(argv[2], "w");
        print_sources(".", ".");
        if (fclose(out))
            fail("cannot write", argv[2]);
    } else
        fail("usage", "prepare-busybox headers, prepare-busybox sources LIST");
    return 0;
}
