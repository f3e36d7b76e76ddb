/* Reads declarations: C99, chapter 6.7. */

/* Keywords. QUALIFIER: those that change nothing here. */
enum { SIZEOF = 1, K_VOID, K_CHAR, K_SHORT, K_INT, K_LONG, K_FLOAT, K_DOUBLE, K_SIGNED, K_UNSIGNED, K_STRUCT, K_UNION, K_ENUM,
    QUALIFIER, ATTRIBUTE, K_TYPEDEF, K_EXTERN, K_STATIC, K_IF, K_ELSE, K_WHILE, K_DO, K_FOR, K_SWITCH, K_CASE, K_DEFAULT, K_BREAK,
    K_CONTINUE, K_RETURN, K_GOTO };

long storage;           /* K_TYPEDEF, K_EXTERN, K_STATIC or 0, of the last specifiers */
long *declared;         /* the symbol of the last declarator, 0: it has none */

/* What names meant outside the block. */
enum { D_SYMBOL, D_OBJECT, D_BELOW, D_LENGTH };
long *scope;
long depth;             /* of blocks; 0 outside of functions */

long bind(long *symbol, long *object) {
    if (depth) {
        long *d = record(D_LENGTH);
        d[D_SYMBOL] = symbol;
        d[D_OBJECT] = symbol[S_OBJECT];
        d[D_BELOW] = scope;
        scope = d;
    }
    symbol[S_OBJECT] = object;
}

long leave_scope(long *outside) {
    while (scope != outside) {
        long *symbol = scope[D_SYMBOL];
        symbol[S_OBJECT] = scope[D_OBJECT];
        scope = scope[D_BELOW];
    }
}

long type_object() {
    if (token[T_KIND] != NAME) return 0;
    long *s = token[T_SYMBOL];
    long *o = s[S_OBJECT];
    return o && o[O_KIND] == TYPE_OBJECT && keyword == 0;
}

long begins_type() { return keyword >= K_VOID && keyword <= K_STATIC || type_object(); }

/* __attribute__((...)): none is needed to compile for one program. */
long skip_attributes() {
    while (take_word(ATTRIBUTE)) {
        long open = 0;
        if (is('(') == 0) unexpected("unexpected");
        while (1) {
            if (is('(')) open = open + 1;
            if (is(')')) open = open - 1;
            if (is(END)) fail("attribute without its end");
            next();
            if (open == 0) break;
        }
    }
}

long basic_type(long kind, long is_unsigned, long longs) {
    if (kind == K_VOID) return void_type;
    if (kind == K_FLOAT) return float_type;
    if (kind == K_DOUBLE) { if (longs) return long_double_type; return double_type; }
    if (kind == K_CHAR) { if (is_unsigned) return unsigned_char_type; return char_type; }
    if (kind == K_SHORT) { if (is_unsigned) return unsigned_short_type; return short_type; }
    if (longs) { if (is_unsigned) return unsigned_long_type; return long_type; }
    if (is_unsigned) return unsigned_type;
    return int_type;
}

/* The type that a declaration begins with. */
long specifiers() {
    long kind = 0;
    long u = 0;
    long longs = 0;
    long *type = 0;
    long some = 0;
    long class = 0;
    while (1) {
        long k = keyword;
        if (k == ATTRIBUTE) skip_attributes();
        else if (k == QUALIFIER) next();
        else if (k == K_TYPEDEF || k == K_EXTERN || k == K_STATIC) { class = k; next(); }
        else if (k == K_STRUCT || k == K_UNION) { type = struct_specifier(); some = 1; }
        else if (k == K_ENUM) { type = enum_specifier(); some = 1; }
        else if (k == K_UNSIGNED || k == K_SIGNED) { if (k == K_UNSIGNED) u = 1; some = 1; next(); }
        else if (k == K_LONG) { longs = 1; some = 1; next(); }
        else if (k >= K_VOID && k <= K_DOUBLE) {
            if (kind == 0 || k == K_SHORT || k == K_CHAR) { if (k != K_INT || kind == 0) kind = k; }
            some = 1;
            next();
        }
        else if (some == 0 && type_object()) {
            long *s = token[T_SYMBOL];
            long *o = s[S_OBJECT];
            type = o[O_TYPE];
            some = 1;
            next();
        }
        else break;
    }
    storage = class;
    if (type) return type;
    if (some == 0) unexpected("type expected");
    return basic_type(kind, u, longs);
}

/* A tag's type, made when the tag is met first. */
long tagged(long *tag, long again) {
    long *type = 0;
    if (tag) type = tag[S_TAG];
    if (type == 0 || again && type[Y_SIZE] >= 0) {
        type = new_type(STRUCT, -1, 0);
        if (tag) tag[S_TAG] = type;
    }
    return type;
}

/* Where the next member goes, in bits. */
long member_bit;

long place_member(long *type, long *m, long width, long is_union) {
    long *of = m[B_TYPE];
    long size = 8 * size_of(of);
    if (is_union) member_bit = 0;
    if (width < 0) {
        member_bit = aligned(member_bit, 8 * of[Y_ALIGN]);
        m[B_OFFSET] = member_bit / 8;
        member_bit = member_bit + size;
    }
    else {
        if (is_integer(of) == 0 || width > size) fail("a bit-field of this type is not supported");
        if (width == 0 || member_bit / size != (member_bit + width - 1) / size) member_bit = aligned(member_bit, size);
        m[B_OFFSET] = member_bit / size * size / 8;
        m[B_BIT] = member_bit % size;
        m[B_WIDTH] = width;
        member_bit = member_bit + width;
    }
    if (of[Y_ALIGN] > type[Y_ALIGN]) type[Y_ALIGN] = of[Y_ALIGN];
    if (aligned(member_bit, 8) / 8 > type[Y_SIZE]) type[Y_SIZE] = aligned(member_bit, 8) / 8;
}

long members(long *type, long is_union) {
    long *last = 0;
    long bit = 0;
    type[Y_SIZE] = 0;
    type[Y_ALIGN] = 1;
    while (take('}') == 0) {
        long *base = specifiers();
        long first = 1;
        while (first || take(',')) {
            first = 0;
            long *m = record(B_LENGTH);
            m[B_TYPE] = base;
            declared = 0;
            if (is(':') == 0 && is(';') == 0) m[B_TYPE] = declarator(base);
            m[B_NAME] = declared;
            long *of = m[B_TYPE];
            if (of[Y_KIND] == ARRAY && of[Y_SIZE] < 0) { of = array_of(of[Y_BASE], 0); m[B_TYPE] = of; }
            long width = -1;
            if (take(':')) width = constant();
            member_bit = bit;
            place_member(type, m, width, is_union);
            bit = member_bit;
            skip_attributes();
            if (m[B_NAME] || width < 0) {
                if (last) last[B_NEXT] = m; else type[Y_MEMBERS] = m;
                last = m;
            }
        }
        want(';');
    }
    type[Y_SIZE] = aligned(type[Y_SIZE], type[Y_ALIGN]);
}

long struct_specifier() {
    deeper();
    long *type = struct_or_union();
    shallower();
    return type;
}

long struct_or_union() {
    long is_union = keyword == K_UNION;
    next();
    skip_attributes();
    long *tag = 0;
    if (is(NAME)) { tag = token[T_SYMBOL]; next(); }
    if (is('{') == 0) return tagged(tag, 0);
    long *type = tagged(tag, 1);
    next();
    members(type, is_union);
    skip_attributes();
    return type;
}

long enum_specifier() {
    next();
    if (is(NAME)) next();
    if (take('{')) {
        long value = 0;
        while (take('}') == 0) {
            if (is(NAME) == 0) unexpected("name expected");
            long *s = token[T_SYMBOL];
            next();
            if (take('=')) value = constant();
            long *o = new_object(s, CONSTANT_OBJECT, int_type);
            o[O_VALUE] = value;
            bind(s, o);
            value = value + 1;
            if (is('}') == 0) want(',');
        }
    }
    return int_type;
}

/* The parameters behind a parenthesis, and the type of a function that returns the base. */
long function_of(long *base) {
    long *type = new_type(FUNCTION, 1, 0);
    type[Y_BASE] = base;
    long *last = 0;
    if (take(')')) { type[Y_OPEN] = 1; return type; }
    while (1) {
        if (take(ELLIPSIS)) { type[Y_OPEN] = 1; break; }
        long *of = specifiers();
        declared = 0;
        of = declarator(of);
        if (of[Y_KIND] == VOID && is(')') && last == 0) break;
        if (of[Y_KIND] == ARRAY) of = pointer_to(of[Y_BASE]);
        if (of[Y_KIND] == FUNCTION) of = pointer_to(of);
        long *m = record(B_LENGTH);
        m[B_NAME] = declared;
        m[B_TYPE] = of;
        if (last) last[B_NEXT] = m; else type[Y_PARAMETERS] = m;
        last = m;
        if (take(',') == 0) break;
    }
    want(')');
    return type;
}

/* What stands behind a name: [ ] and ( ). */
long suffixes(long *base) {
    if (take('[')) {
        long count = -1;
        if (is(']') == 0) count = constant();
        want(']');
        deeper();
        base = suffixes(base);
        shallower();
        return array_of(base, count);
    }
    if (take('(')) {
        long *name = declared;
        long *type = function_of(base);
        declared = name;
        return type;
    }
    return base;
}

/* A declarator: what it makes of the base type. It sets `declared`, which is to be 0 before. */
long declarator(long *base) {
    deeper();
    base = declarators(base);
    shallower();
    return base;
}

long declarators(long *base) {
    while (1) {
        if (take('*')) base = pointer_to(base);
        else if (keyword == ATTRIBUTE) skip_attributes();
        else if (take_word(QUALIFIER) == 0) break;
    }
    if (is('(')) {
        next();
        if (begins_type() || is(')')) return function_of(base);
        /* What the parentheses hold is made of a type that is read only afterwards: it is filled in then. */
        long *inside = record(Y_LENGTH);
        long *outer = declarator(inside);
        want(')');
        long *name = declared;
        long *type = suffixes(base);
        declared = name;
        copy_bytes(inside, type, Y_LENGTH * 8);
        if (outer == inside) return type;
        return outer;
    }
    if (is(NAME) && keyword == 0) { declared = token[T_SYMBOL]; next(); }
    base = suffixes(base);
    skip_attributes();
    return base;
}

/* A type without a name, in a cast or sizeof. */
long type_name() {
    long *type = specifiers();
    declared = 0;
    type = declarator(type);
    if (declared) unexpected("type without a name expected");
    return type;
}
