/* Files: read whole, their continued lines joined and their comments replaced by a blank, so that nobody else sees either. */

enum { LARGEST = 0x400000 };
char *include_folder;
char as_written[0x400000];

/* The file being read, and those that include it. */
enum { F_NAME, F_LINE, F_AT, F_BELOW, F_CONDITIONS, F_SIZE };
long *files;

/* Copies the text from p to q; a line end that is left out follows the next one that is kept, so that lines keep their numbers. */
long clean(char *q, char *p) {
    long owed = 0;
    long c;
    while (p[0]) {
        c = p[0];
        if (c == 92 && p[1] == 10) { owed = owed + 1; p = p + 2; }
        else if (c == '/' && p[1] == '*') {
            p = p + 2;
            while (p[0] != '*' || p[1] != '/') {
                if (p[0] == 0) fail("comment without its end");
                if (p[0] == 10) owed = owed + 1;
                p = p + 1;
            }
            p = p + 2;
            q[0] = ' ';
            q = q + 1;
        }
        else if (c == '/' && p[1] == '/') { while (p[0] && p[0] != 10) p = p + 1; }
        else if (c == '"' || c == 39) {
            /* An apostrophe in a message of #error has no second one: the line ends it. */
            q[0] = c;
            q = q + 1;
            p = p + 1;
            while (p[0] != c && p[0] != 10 && p[0]) {
                if (p[0] == 92 && p[1] == 10) { owed = owed + 1; p = p + 2; }
                else {
                    if (p[0] == 92 && p[1]) { q[0] = p[0]; q = q + 1; p = p + 1; }
                    q[0] = p[0];
                    q = q + 1;
                    p = p + 1;
                }
            }
            if (p[0] == c) { q[0] = c; q = q + 1; p = p + 1; }
        }
        else {
            q[0] = c;
            q = q + 1;
            p = p + 1;
            while (c == 10 && owed) { q[0] = 10; q = q + 1; owed = owed - 1; }
        }
    }
    q[0] = 10;
    q[1] = 0;
}

/* Begins to read a file; 0 if there is none of this name. */
long open_file(char *name) {
    long file = syscall(2, name, 0, 0);
    if (file < 0) return 0;
    char *raw = as_written;
    long n = 0;
    long got = syscall(0, file, raw, LARGEST - 1);
    while (got > 0) { n = n + got; got = syscall(0, file, raw + n, LARGEST - 1 - n); }
    if (got < 0) fail_near("cannot be read", name, length(name));
    if (n == LARGEST - 1) fail_near("too large", name, length(name));
    syscall(3, file, 0, 0);
    raw[n] = 0;
    char *p = raw;
    if (length(p) != n) fail_near("holds a zero byte", name, length(name));
    long *f = record(F_SIZE);
    f[F_BELOW] = files;
    f[F_NAME] = file_name;
    f[F_LINE] = line;
    f[F_AT] = at;
    f[F_CONDITIONS] = conditions;
    files = f;
    file_name = name;
    line = 1;
    conditions = 0;
    fresh = 1;
    at = bytes(n + 3 + 8);
    clean(at, raw);
    return 1;
}

/* Goes back to the file that included this one; 0 if none did. */
long close_file() {
    if (conditions) fail("#if without #endif");
    long *f = files;
    files = f[F_BELOW];
    if (files == 0) return 0;
    file_name = f[F_NAME];
    line = f[F_LINE];
    at = f[F_AT];
    conditions = f[F_CONDITIONS];
    fresh = 1;
    return 1;
}

long joined(char *folder, long n, char *name, long m) {
    char *path = bytes(n + m + 2);
    copy_bytes(path, folder, n);
    copy_bytes(path + n, name, m);
    return path;
}

/* A file named by #include: beside the one that includes it if the name stands in quotation marks, then in the include folder. */
long include(char *name, long n, long beside) {
    if (beside) {
        long slash = length(file_name);
        while (slash && file_name[slash - 1] != '/') slash = slash - 1;
        if (open_file(joined(file_name, slash, name, n))) return 0;
    }
    char *path = joined(include_folder, length(include_folder), "/", 1);
    if (open_file(joined(path, length(path), name, n)) == 0) fail_near("no such file", name, n);
}
