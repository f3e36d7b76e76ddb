/* untar FILE FOLDER: the files and folders of a tar archive (ustar, and GNU's long names). Links are left out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

enum { BLOCK = 512, LONGEST = 1024, MKDIR = 83, EEXIST = 17 };

static FILE *in;
static char header[BLOCK];
static char path[LONGEST];
static int long_name;       /* whether path holds the name of what comes next, from a block of its own */
static const char *folder;

static void fail(const char *what)
{
    fprintf(stderr, "untar: %s: %s\n", what, path);
    exit(1);
}

static unsigned long octal(const char *field, int length)
{
    unsigned long n = 0;
    while (length && *field == ' ') {
        field++;
        length--;
    }
    for (; length && *field >= '0' && *field <= '7'; length--)
        n = n * 8 + *field++ - '0';
    if (length && *field && *field != ' ')
        fail("a number is damaged");
    return n;
}

/* 0 for a block of zeros. */
static int read_header(void)
{
    unsigned long sum = 0;
    int i, zeros = 1;
    if (fread(header, 1, BLOCK, in) != BLOCK)
        fail("the archive ends too early");
    for (i = 0; i < BLOCK; i++) {
        zeros &= !header[i];
        sum += i >= 148 && i < 156 ? ' ' : (unsigned char)header[i];
    }
    if (!zeros && sum != octal(header + 148, 8))
        fail("a header's checksum is wrong");
    return !zeros;
}

/* Puts a field, which has no zero byte if it is full, behind what the path holds. */
static void add(const char *field, int longest)
{
    int n = strlen(path), i;
    for (i = 0; i < longest && field[i]; i++) {
        if (n == LONGEST - 1)
            fail("a name is too long");
        path[n++] = field[i];
    }
    path[n] = 0;
}

static void read_path(void)
{
    if (long_name)
        return;
    strcpy(path, folder);
    add("/", 1);
    if (!memcmp(header + 257, "ustar", 6) && header[345]) {
        add(header + 345, 155);
        add("/", 1);
    }
    add(header, 100);
}

/* No name leaves the folder. */
static void check_path(void)
{
    const char *p = path + strlen(folder);
    for (; *p; p++)
        if (*p == '/' && !strncmp(p + 1, "..", 2) && (p[3] == '/' || !p[3]))
            fail("a name leaves the folder");
}

static void make_folder(char *name)
{
    long result = syscall(MKDIR, name, 0755);
    if (result < 0 && result != -EEXIST)
        fail("a folder cannot be made");
}

static void make_folders(void)
{
    char *p;
    for (p = path + strlen(folder) + 1; *p; p++)
        if (*p == '/') {
            *p = 0;
            make_folder(path);
            *p = '/';
        }
}

/* Copies the bytes of an entry, or reads over them. */
static void copy(FILE *to, unsigned long size)
{
    char block[BLOCK];
    while (size) {
        unsigned long n = size < BLOCK ? size : BLOCK;
        if (fread(block, 1, BLOCK, in) != BLOCK)
            fail("the archive ends too early");
        if (to && fwrite(block, 1, n, to) != n)
            fail("cannot write");
        size -= n;
    }
}

static void read_long_name(unsigned long size)
{
    char block[BLOCK];
    if (size > BLOCK)
        fail("a name is too long");
    if (fread(block, 1, BLOCK, in) != BLOCK)
        fail("the archive ends too early");
    strcpy(path, folder);
    add("/", 1);
    add(block, size);
    long_name = 1;
}

static void extract(unsigned long size)
{
    int mode = octal(header + 100, 8) & 0100 ? 0755 : 0644;
    int file;
    FILE *to;
    make_folders();
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (!(to = fdopen(file, "w")))
        fail("a file cannot be made");
    copy(to, size);
    if (syscall(91, file, mode) || fclose(to))      /* fchmod */
        fail("cannot write");
}

int main(int argc, char **argv)
{
    if (argc != 3 || !(in = fopen(argv[1], "r")))
        fail("usage: untar FILE FOLDER");
    folder = argv[2];
    strcpy(path, folder);
    make_folder(path);
    while (read_header()) {
        unsigned long size = octal(header + 124, 12);
        char type = header[156];
        if (type == 'L') {
            read_long_name(size);
            continue;
        }
        if (type == 'g' || type == 'x') {
            copy(NULL, size);
            continue;
        }
        read_path();
        long_name = 0;
        check_path();
        if (type == '5') {
            make_folders();
            if (path[strlen(path) - 1] != '/')
                make_folder(path);
        } else if (type == '0' || !type)
            extract(size);
        else
            copy(NULL, type == '1' || type == '2' ? 0 : size);
    }
    return 0;
}
