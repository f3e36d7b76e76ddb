/* Expressions as trees; whatever is constant in them is computed at once. */

/* The kinds; an operator with two operands is a node of the kind of its token.
   CONSTANT    VALUE                           FRACTION   VALUE divided by RIGHT, a floating number
   LOCAL       VALUE: its place in the frame   GLOBAL     VALUE bytes behind OBJECT
   DEREF       what LEFT points to             FIELD      the bit-field OBJECT in the place LEFT
   ADDRESS     of the LOCAL or GLOBAL LEFT     CALL       LEFT with the arguments RIGHT, linked by NEXT, the last one first
   ASSIGN      RIGHT to LEFT                   CHANGE     the same, where TOP in RIGHT is what LEFT was
   AFTER       like CHANGE, with the value that LEFT was          CHOICE     LEFT ? RIGHT : THIRD */
enum { CONSTANT = 1, FRACTION, LOCAL, GLOBAL, DEREF, FIELD, ADDRESS, CALL, ASSIGN, CHANGE, AFTER, TOP, CHOICE, CONVERT, NEGATE, COMPLEMENT,
    NOT, COMMA };
enum { N_KIND, N_TYPE, N_LEFT, N_RIGHT, N_THIRD, N_VALUE, N_OBJECT, N_NEXT, N_LENGTH };

long node(long kind, long *type, long left, long right) {
    long *n = record(N_LENGTH);
    n[N_KIND] = kind;
    n[N_TYPE] = type;
    n[N_LEFT] = left;
    n[N_RIGHT] = right;
    return n;
}

/* A number as its type holds it: cut to its size, and extended again. */
long fitted(long *type, long value) {
    long bits = 64 - 8 * type[Y_SIZE];
    if (bits <= 0 || type[Y_KIND] > LONG) return value;
    value = value << bits >> bits;
    if (type[Y_UNSIGNED]) value = value & bit(8 * type[Y_SIZE]) - 1;
    return value;
}

long number(long *type, long value) {
    long *n = node(CONSTANT, type, 0, 0);
    n[N_VALUE] = fitted(type, value);
    return n;
}

long is_constant(long *n) { return n[N_KIND] == CONSTANT; }

long retyped(long *n, long *type) {
    n = copy_record(n, N_LENGTH);
    n[N_TYPE] = type;
    return n;
}

long convert(long *n, long *type) {
    long *from = n[N_TYPE];
    if (type[Y_KIND] == VOID || from == type) return n;
    if (is_scalar(from) == 0 || is_scalar(type) == 0) {
        if (from[Y_KIND] == STRUCT && from[Y_MEMBERS] == type[Y_MEMBERS]) return n;
        fail("these types cannot be converted");
    }
    if (is_constant(n) && is_floating(type) == 0) return number(type, n[N_VALUE]);
    if (n[N_KIND] == FRACTION && is_floating(type) || from[Y_SIZE] == 8 && type[Y_SIZE] == 8 && is_floating(from) == 0 && is_floating(type) == 0)
        return retyped(n, type);
    return node(CONVERT, type, n, 0);
}

long promote(long *n) {
    if (is_integer(n[N_TYPE])) return convert(n, common_type(n[N_TYPE], int_type));
    return n;
}

long below(long a, long b, long is_unsigned) {
    if (is_unsigned) { a = a ^ bit(63); b = b ^ bit(63); }
    return a < b;
}

long compute(long op, long a, long b, long *type) {
    long u = type[Y_UNSIGNED];
    if (op == '+') return a + b;
    if (op == '-') return a - b;
    if (op == '*') return a * b;
    if (op == '&') return a & b;
    if (op == '|') return a | b;
    if (op == '^') return a ^ b;
    if (op == SHL) return a << b;
    if (op == SHR) { if (u && b) return a >> b & bit(64 - b) - 1; return a >> b; }
    if (op == EQ) return a == b;
    if (op == NE) return a != b;
    if (op == '<') return below(a, b, u);
    if (op == '>') return below(b, a, u);
    if (op == LE) return below(b, a, u) == 0;
    if (op == GE) return below(a, b, u) == 0;
    if (b == 0) fail("division by zero");
    if (u && (a < 0 || b < 0)) fail("division of constants that are this large");
    if (op == '/') return a / b;
    return a % b;
}

long is_comparison(long op) { return op == EQ || op == NE || op == '<' || op == '>' || op == LE || op == GE; }

/* Operands of the same type; shifts: of any. */
long operation(long op, long *type, long *left, long *right) {
    if (is_constant(left) && is_constant(right) && is_floating(type) == 0)
        return number(type, compute(op, left[N_VALUE], right[N_VALUE], left[N_TYPE]));
    return node(op, type, left, right);
}

/* A pointer, and a number of bytes. */
long shifted(long op, long *pointer, long *count) {
    long *type = pointer[N_TYPE];
    if (op == '+' && is_constant(count) && pointer[N_KIND] == ADDRESS) {
        long *place = copy_record(pointer[N_LEFT], N_LENGTH);
        place[N_VALUE] = place[N_VALUE] + count[N_VALUE];
        return node(ADDRESS, type, place, 0);
    }
    return operation(op, type, pointer, count);
}

/* A pointer, and a number of what it points to. */
long moved(long op, long *pointer, long *count) {
    long *type = pointer[N_TYPE];
    count = convert(promote(count), long_type);
    count = operation('*', long_type, count, number(long_type, size_of(type[Y_BASE])));
    return shifted(op, pointer, count);
}

long binary(long op, long *left, long *right) {
    long *l = left[N_TYPE];
    long *r = right[N_TYPE];
    if (is_scalar(l) == 0 || is_scalar(r) == 0) fail("operand is no number and no pointer");
    if (op == '+' && is_pointer(l) && is_integer(r)) return moved(op, left, right);
    if (op == '+' && is_pointer(r) && is_integer(l)) return moved(op, right, left);
    if (op == '-' && is_pointer(l) && is_integer(r)) return moved(op, left, right);
    if (op == '-' && is_pointer(l) && is_pointer(r))
        return operation('/', long_type, operation('-', long_type, convert(left, long_type), convert(right, long_type)), number(long_type, size_of(l[Y_BASE])));
    if (op == SHL || op == SHR) {
        left = promote(left);
        return operation(op, left[N_TYPE], left, convert(right, int_type));
    }
    long *type = unsigned_long_type;
    if (is_pointer(l) == 0 && is_pointer(r) == 0) type = common_type(l, r);
    else if (is_comparison(op) == 0 || is_floating(l) || is_floating(r)) fail("pointers have no such operator");
    left = convert(left, type);
    right = convert(right, type);
    if (is_comparison(op)) return operation(op, int_type, left, right);
    return operation(op, type, left, right);
}

/* -x, ~x, !x */
long unary(long kind, long *operand) {
    long *type = operand[N_TYPE];
    if (is_scalar(type) == 0) fail("operand is no number and no pointer");
    if (kind == NOT) {
        if (is_constant(operand)) return number(int_type, operand[N_VALUE] == 0);
        return node(NOT, int_type, operand, 0);
    }
    operand = promote(operand);
    type = operand[N_TYPE];
    if (is_constant(operand)) {
        if (kind == NEGATE) return number(type, -operand[N_VALUE]);
        return number(type, ~operand[N_VALUE]);
    }
    return node(kind, type, operand, 0);
}

/* What an address points to. */
long dereferenced(long *address) {
    long *type = address[N_TYPE];
    if (is_pointer(type) == 0) fail("operand is no pointer");
    if (address[N_KIND] == ADDRESS) return retyped(address[N_LEFT], type[Y_BASE]);
    return node(DEREF, type[Y_BASE], address, 0);
}

long is_place(long *n) { return n[N_KIND] == LOCAL || n[N_KIND] == GLOBAL || n[N_KIND] == DEREF; }

long address_of(long *n) {
    if (is_place(n) == 0) fail("operand has no address");
    long *type = pointer_to(n[N_TYPE]);
    if (n[N_KIND] == DEREF) return retyped(n[N_LEFT], type);
    return node(ADDRESS, type, n, 0);
}

/* What an array or a function is where its value is asked for: an address. */
long value_of(long *n) {
    long *type = n[N_TYPE];
    if (type[Y_KIND] == ARRAY) return retyped(address_of(n), pointer_to(type[Y_BASE]));
    if (type[Y_KIND] == FUNCTION) return address_of(n);
    return n;
}

/* A member of a struct or union. */
long member(long *n, long *name) {
    long *type = n[N_TYPE];
    if (type[Y_KIND] != STRUCT) fail("operand is no struct and no union");
    long *m = find_member(type, name);
    if (m == 0) fail_near("no such member", name[S_TEXT], name[S_LENGTH]);
    n = dereferenced(retyped(shifted('+', address_of(n), number(long_type, m[B_OFFSET])), pointer_to(m[B_TYPE])));
    if (m[B_WIDTH] == 0) return n;
    n = node(FIELD, m[B_TYPE], n, 0);
    n[N_OBJECT] = m;
    return n;
}
