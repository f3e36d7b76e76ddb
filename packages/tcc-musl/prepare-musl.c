/* prepare-musl TAR FOLDER: what musl's own build does with sed, make and a shell, for x86_64. TAR was unpacked to FOLDER. Writes the
   headers that musl generates, and into FOLDER "compile", the commands that make an object beside each source, and "archive", what tcc
   is to put into the library. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 512, LONGEST = 256, MOST = 8000 };

static const char *folder;
static char *names[MOST];
static int name_count;

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "prepare-musl: %s: %s\n", what, which);
    exit(1);
}

static FILE *open_file(const char *name, const char *mode)
{
    char path[LONGEST];
    FILE *f;
    if (snprintf(path, LONGEST, "%s/%s", folder, name) >= LONGEST)
        fail("too long", name);
    if (!(f = fopen(path, mode)))
        fail("cannot open", path);
    return f;
}

static void close_file(FILE *f)
{
    if (fclose(f))
        fail("cannot write", folder);
}

/* The names of an archive's files, below the folder that all of them lie in. */
static void read_names(const char *tar)
{
    FILE *f = fopen(tar, "r");
    char block[BLOCK], *name;
    if (!f)
        fail("cannot read", tar);
    while (fread(block, 1, BLOCK, f) == BLOCK && *block) {
        long size = strtol(block + 124, NULL, 8);
        block[100] = 0;
        name = strchr(block, '/');
        if (name && block[156] == '0') {
            if (name_count == MOST)
                fail("too many files", tar);
            names[name_count++] = strdup(name + 1);
        }
        fseek(f, (size + BLOCK - 1) / BLOCK * BLOCK, SEEK_CUR);
    }
    fclose(f);
}

/* Whether `name` ends with `end`; 0 or where the end begins. */
static char *ends(char *name, const char *end)
{
    int n = strlen(name) - strlen(end);
    return n >= 0 && !strcmp(name + n, end) ? name + n : NULL;
}

static int begins(const char *name, const char *begin)
{
    return !strncmp(name, begin, strlen(begin));
}

static int exists(const char *name)
{
    int i;
    for (i = 0; i < name_count; i++)
        if (!strcmp(names[i], name))
            return 1;
    return 0;
}

/* Whether a file is one that musl's Makefile takes: src/X/*.c, and what lies in src/X/x86_64 in the place of those of the same name. */
static int is_source(char *name)
{
    char other[LONGEST], *slash = strrchr(name, '/'), *part;
    int n;
    static const char *kinds[] = { ".c", ".s", ".S" };
    if (!begins(name, "src/") || !(ends(name, ".c") || ends(name, ".s") || ends(name, ".S")))
        return 0;
    /* tcc has neither complex numbers nor the x87's instructions. */
    if (begins(name, "src/complex/") || begins(name, "src/math/x86_64/") || begins(name, "src/fenv/x86_64/"))
        return 0;
    part = strchr(name + 4, '/');
    if (begins(part, "/x86_64/"))
        return 1;
    if (part != slash && !begins(name, "src/malloc/mallocng/"))
        return 0;
    if (begins(name, "src/math/") || begins(name, "src/fenv/"))
        return 1;
    for (n = 0; n < 3; n++) {
        sprintf(other, "%.*s/x86_64%.*s%s", (int)(slash - name), name, (int)(strlen(slash) - 2), slash, kinds[n]);
        if (exists(other))
            return 0;
    }
    return 1;
}

static void list_sources(void)
{
    FILE *compile = open_file("compile", "w"), *archive = open_file("archive", "w");
    int i;
    fprintf(archive, "-ar rcs /lib/libc.a\n");
    for (i = 0; i < name_count; i++)
        if (is_source(names[i])) {
            int n = strlen(names[i]) - 2;
            fprintf(compile, "/bin/tcc -nostdinc -D_XOPEN_SOURCE=700 -I%s/arch/x86_64 -I%s/arch/generic -I%s/src/include -I%s/src/internal -I%s/include -c -o %s/%.*s.o %s/%s\n",
                    folder, folder, folder, folder, folder, folder, n, names[i], folder, names[i]);
            fprintf(archive, "%s/%.*s.o\n", folder, n, names[i]);
        }
    close_file(compile);
    close_file(archive);
}

static char *read_line(char *line, FILE *f)
{
    int c, n = 0;
    while ((c = fgetc(f)) != EOF && c != '\n') {
        if (n == BLOCK - 1)
            fail("a line is too long", folder);
        line[n++] = c;
    }
    line[n] = 0;
    return c == EOF && !n ? NULL : line;
}

/* tools/mkalltypes.sed: TYPEDEF type name; and STRUCT name { ... }; and UNION name { ... }; for who asks for that name. */
static void add_types(FILE *out, const char *from)
{
    FILE *in = open_file(from, "r");
    char line[BLOCK], *name, *end;
    const char *kind;
    while (read_line(line, in)) {
        if (begins(line, "TYPEDEF ")) {
            name = strrchr(line, ' ');
            *name++ = 0;
            *strchr(name, ';') = 0;
            fprintf(out, "#if defined(__NEED_%s) && !defined(__DEFINED_%s)\ntypedef %s %s;\n#define __DEFINED_%s\n#endif\n", name, name, line + 8, name, name);
        } else if (begins(line, "STRUCT ") || begins(line, "UNION ")) {
            kind = *line == 'S' ? "struct" : "union";
            name = strchr(line, ' ') + 1;
            end = strchr(name, ' ');
            *end++ = 0;
            fprintf(out, "#if defined(__NEED_%s_%s) && !defined(__DEFINED_%s_%s)\n%s %s %s\n#define __DEFINED_%s_%s\n#endif\n", kind, name, kind, name, kind, name, end, kind, name);
        } else
            fprintf(out, "%s\n", line);
    }
    fclose(in);
}

static void make_types(void)
{
    FILE *out = open_file("arch/x86_64/bits/alltypes.h", "w");
    add_types(out, "arch/x86_64/bits/alltypes.h.in");
    add_types(out, "include/alltypes.h.in");
    close_file(out);
}

/* Each __NR_x also as SYS_x. */
static void make_syscalls(void)
{
    FILE *in = open_file("arch/x86_64/bits/syscall.h.in", "r"), *out = open_file("arch/x86_64/bits/syscall.h", "w");
    char line[BLOCK], *name;
    while (read_line(line, in)) {
        fprintf(out, "%s\n", line);
        if ((name = strstr(line, "__NR_")))
            fprintf(out, "#define SYS_%s\n", name + 5);
    }
    fclose(in);
    close_file(out);
}

static void make_version(void)
{
    FILE *in = open_file("VERSION", "r"), *out = open_file("src/internal/version.h", "w");
    char line[BLOCK];
    if (!read_line(line, in))
        fail("empty", "VERSION");
    fprintf(out, "#define VERSION \"%s\"\n", line);
    fclose(in);
    close_file(out);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        fail("usage", "prepare-musl TAR FOLDER");
    folder = argv[2];
    read_names(argv[1]);
    list_sources();
    make_types();
    make_syscalls();
    make_version();
    return 0;
}
