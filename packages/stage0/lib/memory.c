/* Memory, strings, sorting, and the way in and out of a program. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <stdio.h>
#include <errno.h>

enum { READ, WRITE, OPEN, CLOSE, LSEEK = 8, BRK = 12, EXIT = 60, GETCWD = 79, UNLINK = 87, GETTIMEOFDAY = 96 };

int errno;

/* What a call of the kernel returns as C has it: -1, and errno. */
static long result(long n)
{
    if (n < 0 && n > -4096) {
        errno = -n;
        return -1;
    }
    return n;
}

int main(int argc, char **argv);

void start(long argc, char **argv)
{
    exit(main(argc, argv));
}

void exit(int code)
{
    if (fflush(stdout) || fflush(stderr))
        code = code ? code : 1;
    syscall(EXIT, code);
}

void abort(void)
{
    syscall(EXIT, 134);
}

/* Before each piece, its size. Nothing is given back: programs are short. */
static char *heap, *heap_end;

void *malloc(size_t n)
{
    size_t *piece;
    n = (n + 15) / 16 * 16 + 16;
    if (!heap)
        heap = heap_end = (char *)((syscall(BRK, 0) + 15) / 16 * 16);
    if (heap + n > heap_end) {
        heap_end = heap + n + (1 << 20);
        if (syscall(BRK, heap_end) != (long)heap_end)
            return NULL;
    }
    piece = (size_t *)heap;
    *piece = n - 16;
    heap += n;
    return (char *)piece + 16;
}

void free(void *p)
{
}

void *realloc(void *p, size_t n)
{
    size_t old = p ? *(size_t *)((char *)p - 16) : 0;
    char *q;
    if (n <= old)
        return p;
    q = malloc(n);
    if (q && p)
        memcpy(q, p, old);
    return q;
}

void *memcpy(void *to, const void *from, size_t n)
{
    size_t i;
    for (i = 0; i < n; i++)
        ((char *)to)[i] = ((const char *)from)[i];
    return to;
}

void *memmove(void *to, const void *from, size_t n)
{
    if ((char *)to <= (const char *)from)
        return memcpy(to, from, n);
    while (n--)
        ((char *)to)[n] = ((const char *)from)[n];
    return to;
}

void *memset(void *to, int c, size_t n)
{
    size_t i;
    for (i = 0; i < n; i++)
        ((char *)to)[i] = c;
    return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
    const unsigned char *p = a, *q = b;
    for (; n; n--, p++, q++)
        if (*p != *q)
            return *p - *q;
    return 0;
}

size_t strlen(const char *s)
{
    size_t n = 0;
    while (s[n])
        n++;
    return n;
}

char *strcpy(char *to, const char *from)
{
    return memcpy(to, from, strlen(from) + 1);
}

char *strncpy(char *to, const char *from, size_t n)
{
    size_t length = strlen(from);
    memset(to, 0, n);
    return memcpy(to, from, length < n ? length : n);
}

char *strcat(char *to, const char *from)
{
    strcpy(to + strlen(to), from);
    return to;
}

int strncmp(const char *a, const char *b, size_t n)
{
    for (; n; n--, a++, b++)
        if (*a != *b || !*a)
            return *(const unsigned char *)a - *(const unsigned char *)b;
    return 0;
}

int strcmp(const char *a, const char *b)
{
    return strncmp(a, b, -1);
}

char *strchr(const char *s, int c)
{
    for (; *s != (char)c; s++)
        if (!*s)
            return NULL;
    return (char *)s;
}

char *strrchr(const char *s, int c)
{
    const char *end = s + strlen(s);
    while (*end != (char)c)
        if (end-- == s)
            return NULL;
    return (char *)end;
}

char *strstr(const char *s, const char *part)
{
    size_t n = strlen(part);
    for (; strncmp(s, part, n); s++)
        if (!*s)
            return NULL;
    return (char *)s;
}

char *strpbrk(const char *s, const char *set)
{
    for (; *s; s++)
        if (strchr(set, *s))
            return (char *)s;
    return NULL;
}

char *strdup(const char *s)
{
    char *copy = malloc(strlen(s) + 1);
    return copy ? strcpy(copy, s) : NULL;
}

char *strerror(int number)
{
    static char text[32];
    sprintf(text, "error %d", number);
    return text;
}

/* Sorts by insertion: keeps the order of equals. */
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    char *p = base, *piece = malloc(size);
    size_t i, j;
    for (i = 1; i < count; i++) {
        memcpy(piece, p + i * size, size);
        for (j = i; j && compare(p + (j - 1) * size, piece) > 0; j--)
            memcpy(p + j * size, p + (j - 1) * size, size);
        memcpy(p + j * size, piece, size);
    }
}

char *getenv(const char *name)
{
    return NULL;
}

int open(const char *name, int flags, ...)
{
    return result(syscall(OPEN, name, flags, 0777));
}

int close(int file)
{
    return result(syscall(CLOSE, file));
}

long read(int file, void *to, size_t n)
{
    return result(syscall(READ, file, to, n));
}

long write(int file, const void *from, size_t n)
{
    return result(syscall(WRITE, file, from, n));
}

long lseek(int file, long offset, int from)
{
    return result(syscall(LSEEK, file, offset, from));
}

int unlink(const char *name)
{
    return result(syscall(UNLINK, name));
}

int remove(const char *name)
{
    return unlink(name);
}

char *getcwd(char *to, size_t n)
{
    return result(syscall(GETCWD, to, n)) < 0 ? NULL : to;
}

/* No program is started by another one here. */
int execvp(const char *program, char *const *arguments)
{
    errno = ENOENT;
    return -1;
}
