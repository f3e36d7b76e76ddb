/* same A B: ends with 0 if both files hold the same bytes. */
#include <stdio.h>

int main(int argc, char **argv)
{
    FILE *a, *b;
    int c;
    if (argc != 3 || !(a = fopen(argv[1], "r")) || !(b = fopen(argv[2], "r"))) {
        fprintf(stderr, "usage: same A B\n");
        return 2;
    }
    do {
        c = fgetc(a);
        if (c != fgetc(b)) {
            fprintf(stderr, "%s and %s differ\n", argv[1], argv[2]);
            return 1;
        }
    } while (c != EOF);
    return 0;
}
