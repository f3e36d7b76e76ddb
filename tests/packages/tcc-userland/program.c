#include <math.h>
#include <stdio.h>

int main(void)
{
    return printf("%d files, %g\n", 3, sqrt(0.25)) < 0;
}
