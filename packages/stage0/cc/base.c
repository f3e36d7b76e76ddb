/* Where memory comes from, how a mistake ends the compiler, and how bytes compare. */

enum { POOL = 0x1000000 };
long pool[0x1000000];
long pool_used;

char *file_name;
long line;

long length(char *text) {
    long n = 0;
    while (text[n]) n = n + 1;
    return n;
}

long print(char *text) { syscall(1, 2, text, length(text)); }

long print_number(long n) {
    char digits[24];
    long i = 23;
    digits[i] = 0;
    if (n == 0) print("0");
    while (n) { i = i - 1; digits[i] = '0' + n % 10; n = n / 10; }
    print(digits + i);
}

/* Says where and what, and ends. */
long fail_near(char *what, char *text, long n) {
    if (file_name) { print(file_name); print(":"); print_number(line); print(": "); }
    print(what);
    if (n) { print(" near "); syscall(1, 2, text, n); }
    print("\n");
    syscall(60, 1, 0, 0);
}

long fail(char *what) { fail_near(what, 0, 0); }

/* What calls itself counts how often: the stack ends somewhere. */
long nesting;
long deeper() { nesting = nesting + 1; if (nesting > 2000) fail("too deep"); }
long shallower() { nesting = nesting - 1; }

/* So many numbers, all 0. Nothing is ever given back. */
long record(long n) {
    if (pool_used + n > POOL) fail("out of memory");
    long p = pool;
    p = p + pool_used * 8;
    pool_used = pool_used + n;
    return p;
}

long copy_record(long *from, long n) {
    long *to = record(n);
    long i = 0;
    while (i < n) { to[i] = from[i]; i = i + 1; }
    return to;
}

/* So many bytes. */
long bytes(long n) { return record((n + 7) / 8); }

/* 2 to the power of n. */
long bit(long n) {
    long one = 1;
    return one << n;
}

long copy_bytes(char *to, char *from, long n) {
    long i = 0;
    while (i < n) { to[i] = from[i]; i = i + 1; }
}

long same(char *a, char *b, long n) {
    long i = 0;
    while (i < n) { if (a[i] != b[i]) return 0; i = i + 1; }
    return 1;
}
