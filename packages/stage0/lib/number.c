/* Numbers from text. */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

static int value_of(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

unsigned long strtoul(const char *text, char **end, int base)
{
    unsigned long n = 0;
    int minus;
    while (*text == ' ' || *text == '\t' || *text == '\n')
        text++;
    minus = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    if ((base == 0 || base == 16) && text[0] == '0' && (text[1] | 32) == 'x') {
        base = 16;
        text += 2;
    }
    if (base == 0)
        base = *text == '0' ? 8 : 10;
    for (; value_of(*text) < base; text++)
        n = n * base + value_of(*text);
    if (end)
        *end = (char *)text;
    return minus ? -n : n;
}

long strtol(const char *text, char **end, int base)
{
    return strtoul(text, end, base);
}

long strtoll(const char *text, char **end, int base)
{
    return strtoul(text, end, base);
}

unsigned long strtoull(const char *text, char **end, int base)
{
    return strtoul(text, end, base);
}

int atoi(const char *text)
{
    return strtol(text, NULL, 10);
}

long double ldexpl(long double x, int n)
{
    for (; n > 0; n--)
        x *= 2;
    for (; n < 0; n++)
        x /= 2;
    return x;
}

double ldexp(double x, int n)
{
    return ldexpl(x, n);
}

/* Exact where digits and power of ten are exact in 64 bits: the compiler's own numbers are. */
long double strtold(const char *text, char **end)
{
    long double x = 0, power = 1;
    int exponent = 0, minus = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    for (; value_of(*text) < 10; text++)
        x = x * 10 + value_of(*text);
    if (*text == '.')
        for (text++; value_of(*text) < 10; text++, exponent--)
            x = x * 10 + value_of(*text);
    if ((*text | 32) == 'e')
        exponent += strtol(text + 1, (char **)&text, 10);
    if (end)
        *end = (char *)text;
    if (exponent > 5000)
        exponent = 5000;
    if (exponent < -5000)
        exponent = -5000;
    if (exponent > 0) {
        while (exponent--)
            power *= 10;
        x *= power;
    } else {
        while (exponent++)
            power *= 10;
        x /= power;
    }
    return minus ? -x : x;
}

double strtod(const char *text, char **end)
{
    return strtold(text, end);
}

float strtof(const char *text, char **end)
{
    return strtold(text, end);
}

/* %d and what stands for itself. */
int sscanf(const char *text, const char *format, ...)
{
    va_list list;
    int count = 0;
    char *end;
    va_start(list, format);
    for (; *format; format++) {
        if (*format != '%') {
            if (*text++ != *format)
                break;
            continue;
        }
        if (*++format != 'd')
            abort();
        *va_arg(list, int *) = strtol(text, &end, 10);
        if (end == text)
            break;
        text = end;
        count++;
    }
    va_end(list);
    return count;
}
