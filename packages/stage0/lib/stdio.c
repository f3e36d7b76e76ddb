/* Files with a buffer for what is written, and formatted text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <unistd.h>

enum { BUFFER = 4096 };

struct FILE {
    int file;
    int failed;
    int count;
    char bytes[BUFFER];
};

static struct FILE standard[3] = { { 0 }, { 1 }, { 2 } };
FILE *stdin = &standard[0], *stdout = &standard[1], *stderr = &standard[2];

FILE *fdopen(int file, const char *mode)
{
    FILE *f = malloc(sizeof(FILE));
    if (file < 0 || !f)
        return NULL;
    f->file = file;
    f->failed = f->count = 0;
    return f;
}

FILE *fopen(const char *name, const char *mode)
{
    int access = strchr(mode, '+') ? O_RDWR : *mode == 'w' ? O_WRONLY : O_RDONLY;
    return fdopen(open(name, *mode == 'w' ? access | O_CREAT | O_TRUNC : access), mode);
}

int fflush(FILE *f)
{
    char *p = f->bytes;
    while (f->count) {
        long n = write(f->file, p, f->count);
        if (n <= 0) {
            f->failed = 1;
            f->count = 0;
            break;
        }
        p += n;
        f->count -= n;
    }
    return f->failed ? EOF : 0;
}

int fclose(FILE *f)
{
    int failed = fflush(f);
    return close(f->file) || failed ? EOF : 0;
}

int fputc(int c, FILE *f)
{
    if (f->count == BUFFER && fflush(f))
        return EOF;
    f->bytes[f->count++] = c;
    return (unsigned char)c;
}

size_t fwrite(const void *from, size_t size, size_t count, FILE *f)
{
    size_t i;
    for (i = 0; i < size * count; i++)
        if (fputc(((const char *)from)[i], f) == EOF)
            return i / size;
    return count;
}

size_t fread(void *to, size_t size, size_t count, FILE *f)
{
    size_t got = 0;
    while (got < size * count) {
        long n = read(f->file, (char *)to + got, size * count - got);
        if (n <= 0)
            break;
        got += n;
    }
    return size ? got / size : 0;
}

int fgetc(FILE *f)
{
    unsigned char c;
    return read(f->file, &c, 1) == 1 ? c : EOF;
}

int fseek(FILE *f, long offset, int from)
{
    return fflush(f) || lseek(f->file, offset, from) < 0 ? -1 : 0;
}

long ftell(FILE *f)
{
    return lseek(f->file, 0, SEEK_CUR) + f->count;
}

int fputs(const char *text, FILE *f)
{
    return fwrite(text, 1, strlen(text), f) == strlen(text) ? 0 : EOF;
}

int putchar(int c)
{
    return fputc(c, stdout);
}

int puts(const char *text)
{
    return fputs(text, stdout) || putchar('\n') == EOF ? EOF : 0;
}

/* Where formatted text goes: a file, or SIZE bytes of memory; how long it is in all. */
struct output {
    FILE *file;
    char *to;
    size_t size, length;
};

static void put(struct output *out, int c)
{
    if (out->file)
        fputc(c, out->file);
    else if (out->length < out->size)
        out->to[out->length] = c;
    out->length++;
}

static void put_padded(struct output *out, const char *text, int length, int width, int left, int fill)
{
    int i;
    for (i = length; !left && i < width; i++)
        put(out, fill);
    while (length--) {
        put(out, *text++);
        width--;
    }
    for (; left && width > 0; width--)
        put(out, ' ');
}

/* Digits of a number, the lowest ones at the end of a buffer; where they begin. */
static char *digits(char *end, unsigned long n, int base, int upper)
{
    *end = 0;
    do
        *--end = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[n % base];
    while (n /= base);
    return end;
}

/* %[-0][width|*][.precision|*][hlz]{d i u x X p c s %} */
static void format_text(struct output *out, const char *format, va_list list)
{
    char buffer[72], *text;
    for (; *format; format++) {
        int left = 0, zeros = 0, width = 0, precision = -1, wide = 0, minus = 0;
        unsigned long n;
        if (*format != '%') {
            put(out, *format);
            continue;
        }
        for (format++; *format == '-' || *format == '0'; format++)
            if (*format == '-')
                left = 1;
            else
                zeros = 1;
        if (*format == '*') {
            width = va_arg(list, int);
            format++;
        } else
            width = strtol(format, (char **)&format, 10);
        if (*format == '.') {
            if (*++format == '*') {
                precision = va_arg(list, int);
                format++;
            } else
                precision = strtol(format, (char **)&format, 10);
        }
        for (; *format == 'l' || *format == 'h' || *format == 'z'; format++)
            wide |= *format != 'h';
        switch (*format) {
        case '%':
            put(out, '%');
            continue;
        case 'c':
            buffer[0] = va_arg(list, int);
            put_padded(out, buffer, 1, width, left, ' ');
            continue;
        case 's':
            text = va_arg(list, char *);
            for (n = 0; n != precision && text[n]; n++)
                ;
            put_padded(out, text, n, width, left, ' ');
            continue;
        case 'd':
        case 'i':
            n = va_arg(list, long);
            if (!wide)
                n = (int)n;
            minus = (long)n < 0;
            text = digits(buffer + 71, minus ? -n : n, 10, 0);
            break;
        case 'p':
            wide = 1;
        case 'u':
        case 'x':
        case 'X':
            n = va_arg(list, long);
            if (!wide)
                n = (unsigned)n;
            text = digits(buffer + 71, n, *format == 'u' ? 10 : 16, *format == 'X');
            break;
        default:
            abort();
        }
        if (zeros && !left && width > 0)
            precision = width - minus;
        while (buffer + 71 - text < precision && text > buffer + 1)
            *--text = '0';
        if (minus)
            *--text = '-';
        put_padded(out, text, buffer + 71 - text, width, left, ' ');
    }
}

int vsnprintf(char *to, size_t size, const char *format, va_list list)
{
    struct output out;
    out.file = NULL;
    out.to = to;
    out.size = size;
    out.length = 0;
    format_text(&out, format, list);
    if (size)
        to[out.length < size ? out.length : size - 1] = 0;
    return out.length;
}

int vfprintf(FILE *f, const char *format, va_list list)
{
    struct output out;
    out.file = f;
    out.length = 0;
    format_text(&out, format, list);
    return f->failed ? EOF : out.length;
}

int snprintf(char *to, size_t size, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    return vsnprintf(to, size, format, list);
}

int sprintf(char *to, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    return vsnprintf(to, 1 << 30, format, list);
}

int fprintf(FILE *f, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    return vfprintf(f, format, list);
}

int printf(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    return vfprintf(stdout, format, list);
}
