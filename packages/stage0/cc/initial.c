/* Reads what variables begin with: a list of values and where they go. */

/* A value at an OFFSET: a NODE, or the LENGTH bytes of TEXT. */
enum { I_TYPE, I_OFFSET, I_NODE, I_TEXT, I_COUNT, I_NEXT, I_LENGTH };
long *values;           /* the last one first */
long *waiting;          /* an expression that was read already */

long new_value(long *type, long offset) {
    long *v = record(I_LENGTH);
    v[I_TYPE] = type;
    v[I_OFFSET] = offset;
    v[I_NEXT] = values;
    values = v;
    return v;
}

/* A string that fills an array of characters; how many there are. */
long string_value(long *type, long offset) {
    read_string();
    long *v = new_value(type, offset);
    v[I_TEXT] = string_text;
    v[I_COUNT] = string_length + 1;
    if (type[Y_COUNT] >= 0 && v[I_COUNT] > type[Y_COUNT]) v[I_COUNT] = type[Y_COUNT];
    return string_length + 1;
}

/* The values of an array's elements, up to the brace that ends them or as many as it has; how many there are. */
long elements(long *type, long offset, long braces) {
    long *base = type[Y_BASE];
    long n = 0;
    while (1) {
        if (braces && is('}') && waiting == 0) break;
        if (type[Y_COUNT] >= 0 && n == type[Y_COUNT]) unexpected("too many values");
        deeper();
        initializer(base, offset + n * size_of(base));
        shallower();
        n = n + 1;
        if (braces == 0 && n == type[Y_COUNT]) break;
        if (is(',') == 0) break;
        next();
    }
    return n;
}

long member_values(long *type, long offset, long braces) {
    long *m = type[Y_MEMBERS];
    while (m) {
        if (braces && is('}') && waiting == 0) break;
        if (m[B_WIDTH]) unexpected("a value for a bit-field is not supported");
        deeper();
        initializer(m[B_TYPE], offset + m[B_OFFSET]);
        shallower();
        m = m[B_NEXT];
        /* Of a union, the first member only. */
        if (m && m[B_OFFSET] == 0) m = 0;
        if (m == 0 && braces) { take(','); break; }
        if (m == 0 || is(',') == 0) break;
        next();
    }
}

/* What a variable of a type begins with; the number of elements of an array. */
long initializer(long *type, long offset) {
    long count = 0;
    long k = type[Y_KIND];
    long *base = type[Y_BASE];
    if (k == ARRAY && base[Y_KIND] == CHAR && waiting == 0) {
        if (is(STRING)) return string_value(type, offset);
    }
    if (k == STRUCT && is('{') == 0 && waiting == 0) waiting = value_of(assignment());
    if (k == STRUCT && waiting) {
        long *is_of = waiting[N_TYPE];
        if (is_of[Y_KIND] == STRUCT) {
            long *whole = new_value(type, offset);
            whole[I_NODE] = waiting;
            waiting = 0;
            return 0;
        }
    }
    if (k == ARRAY || k == STRUCT) {
        long braces = 0;
        if (waiting == 0) braces = take('{');
        if (k == ARRAY && braces && base[Y_KIND] == CHAR && is(STRING)) { count = string_value(type, offset); take(','); }
        else if (k == ARRAY) count = elements(type, offset, braces);
        else member_values(type, offset, braces);
        if (braces) want('}');
        return count;
    }
    long braces = 0;
    if (waiting == 0) braces = take('{');
    long *node = waiting;
    if (node == 0) node = value_of(assignment());
    waiting = 0;
    if (braces) { take(','); want('}'); }
    long *v = new_value(type, offset);
    v[I_NODE] = convert(node, type);
}

/* Reads all of it; the type, whose size is known now. */
long initializers(long *type) {
    values = 0;
    long count = initializer(type, 0);
    if (waiting) unexpected("unexpected value");
    if (type[Y_KIND] == ARRAY && type[Y_COUNT] < 0) return array_of(type[Y_BASE], count);
    return type;
}

/* Writes the values into the data. */
long write_values(long place) {
    while (values) {
        long *type = values[I_TYPE];
        long offset = place + values[I_OFFSET];
        long *n = values[I_NODE];
        if (n == 0) copy_bytes(data + offset, values[I_TEXT], values[I_COUNT]);
        else if (is_constant(n) && is_floating(type) == 0) put(data + offset, type[Y_SIZE], n[N_VALUE]);
        else if (n[N_KIND] == ADDRESS && type[Y_SIZE] == 8) {
            long *place_of = n[N_LEFT];
            if (place_of[N_KIND] != GLOBAL) fail("constant address expected");
            fixup(ADDRESS_8, offset, place_of[N_OBJECT], place_of[N_VALUE]);
        }
        else fail("constant value expected");
        values = values[I_NEXT];
    }
}

/* Code that gives the values to a local variable, the rest of which becomes 0. */
long assign_values(long *type, long place) {
    long *list = 0;
    long *v;
    while (values) { v = values; values = v[I_NEXT]; v[I_NEXT] = list; list = v; }
    if (is_scalar(type) == 0) {
        three(0x488DBD); word(place);                                   /* lea rdi, [rbp+n] */
        one(0xB9); word(size_of(type)); two(0x31C0); two(0xF3AA);       /* mov ecx, n; xor eax, eax; rep stosb */
    }
    while (list) {
        long *of = list[I_TYPE];
        long i = 0;
        if (list[I_NODE]) assign_value(of, place + list[I_OFFSET], list[I_NODE]);
        else {
            char *text = list[I_TEXT];
            while (i < list[I_COUNT]) { assign_value(char_type, place + list[I_OFFSET] + i, number(char_type, text[i])); i = i + 1; }
        }
        list = list[I_NEXT];
    }
}

long assign_value(long *type, long place, long *value) {
    long *n = node(LOCAL, type, 0, 0);
    n[N_VALUE] = place;
    n = node(ASSIGN, type, n, value);
    generate(n);
    discard(type);
}
