/* Types. */

enum { VOID, CHAR, SHORT, INT, LONG, FLOAT, DOUBLE, LONG_DOUBLE, POINTER, ARRAY, FUNCTION, STRUCT };

/* SIZE and ALIGN in bytes; SIZE -1: not known yet. BASE: what a pointer points to, an array holds, a function returns.
   MEMBERS of a struct or union; PARAMETERS of a function, as members; OPEN: there may be more of them. */
enum { Y_KIND, Y_UNSIGNED, Y_SIZE, Y_ALIGN, Y_BASE, Y_COUNT, Y_MEMBERS, Y_PARAMETERS, Y_OPEN, Y_LENGTH };

/* WIDTH and BIT of a bit-field; else WIDTH is 0. NAME is a symbol, 0 for a struct in a struct. */
enum { B_NAME, B_TYPE, B_OFFSET, B_WIDTH, B_BIT, B_NEXT, B_LENGTH };

long *void_type;
long *char_type;
long *int_type;
long *unsigned_type;
long *long_type;
long *unsigned_long_type;
long *float_type;
long *double_type;
long *long_double_type;
long *short_type;
long *unsigned_char_type;
long *unsigned_short_type;

long new_type(long kind, long size, long is_unsigned) {
    long *y = record(Y_LENGTH);
    y[Y_KIND] = kind;
    y[Y_SIZE] = size;
    y[Y_ALIGN] = size;
    y[Y_UNSIGNED] = is_unsigned;
    return y;
}

long make_types() {
    void_type = new_type(VOID, 1, 0);
    char_type = new_type(CHAR, 1, 0);
    unsigned_char_type = new_type(CHAR, 1, 1);
    short_type = new_type(SHORT, 2, 0);
    unsigned_short_type = new_type(SHORT, 2, 1);
    int_type = new_type(INT, 4, 0);
    unsigned_type = new_type(INT, 4, 1);
    long_type = new_type(LONG, 8, 0);
    unsigned_long_type = new_type(LONG, 8, 1);
    float_type = new_type(FLOAT, 4, 0);
    double_type = new_type(DOUBLE, 8, 0);
    long_double_type = new_type(LONG_DOUBLE, 16, 0);
}

long pointer_to(long *base) {
    long *y = new_type(POINTER, 8, 1);
    y[Y_BASE] = base;
    return y;
}

/* COUNT -1: as many as its initialiser has. */
long array_of(long *base, long count) {
    if (base[Y_SIZE] < 0) fail("array of what is not known");
    long *y = new_type(ARRAY, base[Y_SIZE] * count, 0);
    if (count < 0) y[Y_SIZE] = -1;
    y[Y_ALIGN] = base[Y_ALIGN];
    y[Y_BASE] = base;
    y[Y_COUNT] = count;
    return y;
}

long is_integer(long *y) { return y[Y_KIND] >= CHAR && y[Y_KIND] <= LONG; }
long is_floating(long *y) { return y[Y_KIND] >= FLOAT && y[Y_KIND] <= LONG_DOUBLE; }
long is_pointer(long *y) { return y[Y_KIND] == POINTER; }
long is_scalar(long *y) { return y[Y_KIND] >= CHAR && y[Y_KIND] <= POINTER; }

long size_of(long *y) {
    if (y[Y_SIZE] < 0) fail("size is not known");
    return y[Y_SIZE];
}

long aligned(long n, long align) { return n + align - 1 & -align; }

/* The type that arithmetic on two types has: C99, chapter 6.3.1.8. */
long common_type(long *a, long *b) {
    if (is_floating(a) || is_floating(b)) {
        if (a[Y_KIND] == LONG_DOUBLE || b[Y_KIND] == LONG_DOUBLE) return long_double_type;
        if (a[Y_KIND] == DOUBLE || b[Y_KIND] == DOUBLE) return double_type;
        if (a[Y_KIND] == FLOAT && b[Y_KIND] == FLOAT) return float_type;
        return double_type;
    }
    if (a[Y_KIND] == LONG || b[Y_KIND] == LONG) {
        if (a[Y_KIND] == LONG && a[Y_UNSIGNED] || b[Y_KIND] == LONG && b[Y_UNSIGNED]) return unsigned_long_type;
        return long_type;
    }
    if (a[Y_KIND] == INT && a[Y_UNSIGNED] || b[Y_KIND] == INT && b[Y_UNSIGNED]) return unsigned_type;
    return int_type;
}

/* Finds a member, also in structs without a name; its offset counts from the outermost. */
long find_member(long *y, long *name) {
    long *m = y[Y_MEMBERS];
    while (m) {
        if (m[B_NAME] == name) return m;
        if (m[B_NAME] == 0) {
            long *inner = find_member(m[B_TYPE], name);
            if (inner) {
                inner = copy_record(inner, B_LENGTH);
                inner[B_OFFSET] = inner[B_OFFSET] + m[B_OFFSET];
                return inner;
            }
        }
        m = m[B_NEXT];
    }
    return 0;
}
