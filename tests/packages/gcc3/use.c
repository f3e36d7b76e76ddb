/* What tcc could not do, or did with a library that gcc cannot link: variable arguments, complex and thread-independent state. */
#include <complex.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

static jmp_buf back;

static long sum(int n, ...)
{
    long result = 0;
    va_list list;
    va_start(list, n);
    while (n--)
        result += va_arg(list, long);
    va_end(list);
    return result;
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static int is(const char *format, long double value, const char *expected)
{
    char text[100];
    snprintf(text, sizeof text, format, value);
    return !strcmp(text, expected);
}

int main(void)
{
    int numbers[] = { 3, 1, 2 }, status, jumps;
    double complex z = 3 + 4 * I;
    pid_t child;
    qsort(numbers, 3, sizeof *numbers, compare);
    if (!(jumps = setjmp(back)))
        longjmp(back, 7);
    if (!(child = fork()))
        _exit(9);
    waitpid(child, &status, 0);
    return !(sum(8, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 1L << 40) == (1L << 40) + 28
        && numbers[0] == 1 && numbers[2] == 3 && jumps == 7 && WEXITSTATUS(status) == 9
        && cabs(z) == 5 && is("%.20Lf", 1.0L / 3, "0.33333333333333333334") && is("%.17Lg", strtod("0.1", NULL), "0.10000000000000001")
        && is("%.15Lf", sqrtl(2), "1.414213562373095"));
}
