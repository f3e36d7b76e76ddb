/* What tcc's four changes are for, and what the library does with numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Returns in a loop without braces, at the end of a function. */
static int ends_in_a_loop(int n)
{
    for (;;)
        if (n-- < 5)
            return n;
}

int target = 5;
extern int other_name __attribute__((alias("target")));

static int is(const char *format, double value, const char *expected)
{
    char text[100];
    snprintf(text, sizeof text, format, value);
    return !strcmp(text, expected);
}

int main(void)
{
    int numbers[] = { 3, 1, 2 };
    long double third = 1.0L / 3;
    char text[100];
    snprintf(text, sizeof text, "%.20Lf", third);
    return !(ends_in_a_loop(9) == 3 && ++target == other_name
        && is("%.15f", sqrt(2), "1.414213562373095") && is("%.17g", strtod("0.1", NULL), "0.10000000000000001") && is("%.10f", pow(2, 0.5), "1.4142135624")
        && !strcmp(text, "0.33333333333333333334") && strtold("0.1", NULL) == 0.1L);
}
