/* Reads expressions: C99, chapter 6.5. */

long *token;            /* the one to be read next */
long keyword;           /* which keyword it is, 0: none */
long in_condition;      /* in an #if: every name is 0 */

long next() {
    token = expanded();
    keyword = 0;
    if (token[T_KIND] == NAME) {
        long *s = token[T_SYMBOL];
        keyword = s[S_KEYWORD];
    }
}

long unexpected(char *what) { fail_near(what, token[T_TEXT], token[T_LENGTH]); }
long is(long kind) { return token[T_KIND] == kind; }
long take(long kind) { if (token[T_KIND] != kind) return 0; next(); return 1; }
long want(long kind) { if (take(kind) == 0) unexpected("unexpected"); }
long take_word(long word) { if (keyword != word) return 0; next(); return 1; }

long digit(long c) {
    if (c >= 'a') c = c - 32;
    if (c >= 'A') return c - 'A' + 10;
    return c - '0';
}

/* A number's digits in its base, up to a character that is none; text_end is where that stands. */
char *text_end;
long digits(char *p, char *end, long base) {
    long value = 0;
    while (p != end && (is_digit(p[0]) || is_letter(p[0])) && digit(p[0]) < base) { value = value * base + digit(p[0]); p = p + 1; }
    text_end = p;
    return value;
}

/* One character of a string; text_end is where the next one stands. */
long character(char *p) {
    text_end = p + 1;
    if (p[0] != 92) return p[0];
    long c = p[1];
    if (c == 'x') return digits(p + 2, p + 4, 16);
    if (is_digit(c)) return digits(p + 1, p + 4, 8);
    text_end = p + 2;
    if (c == 'n') return 10;
    if (c == 't') return 9;
    if (c == 'r') return 13;
    if (c == 'a') return 7;
    if (c == 'b') return 8;
    if (c == 'f') return 12;
    if (c == 'v') return 11;
    return c;
}

/* 1.5e3: digits without the point, and what to divide them by. Neither may exceed 63 bits. */
long fraction(char *p, char *end) {
    long value = 0;
    long divisor = 1;
    long behind = 0;
    while (p != end && (is_digit(p[0]) || p[0] == '.')) {
        if (p[0] == '.') behind = 1;
        else {
            if (value >> 59 || divisor >> 59) unexpected("too many digits");
            value = value * 10 + p[0] - '0';
            if (behind) divisor = divisor * 10;
        }
        p = p + 1;
    }
    long *n = node(FRACTION, double_type, 0, 0);
    if (p != end && (p[0] == 'f' || p[0] == 'F')) { n[N_TYPE] = float_type; p = p + 1; }
    else if (p != end && (p[0] == 'l' || p[0] == 'L')) { n[N_TYPE] = long_double_type; p = p + 1; }
    if (p != end) unexpected("unsupported number");
    n[N_VALUE] = value;
    n[N_RIGHT] = divisor;
    return n;
}

/* A number or a character. */
long literal() {
    char *p = token[T_TEXT];
    char *end = p + token[T_LENGTH];
    if (p[0] == 39) {
        long c = character(p + 1);
        if (text_end != end - 1) unexpected("one character expected");
        return number(int_type, fitted(char_type, c));
    }
    long base = 10;
    long value;
    if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) { base = 16; value = digits(p + 2, end, 16); }
    else if (p[0] == '0') { base = 8; value = digits(p, end, 8); }
    else value = digits(p, end, 10);
    char *q = text_end;
    if (base != 16 && q != end && (q[0] == '.' || q[0] == 'e' || is_digit(q[0]))) return fraction(p, end);
    long u = 0;
    long l = 0;
    while (q != end && (q[0] == 'u' || q[0] == 'U' || q[0] == 'l' || q[0] == 'L')) {
        if (q[0] == 'u' || q[0] == 'U') u = 1; else l = 1;
        q = q + 1;
    }
    if (q != end) unexpected("unsupported number");
    long wide = l || in_condition || value >> 32;
    if (wide == 0 && value >> 31) { if (base == 10) wide = 1; else u = 1; }
    if (value < 0) u = 1;
    if (wide && u) return number(unsigned_long_type, value);
    if (wide) return number(long_type, value);
    if (u) return number(unsigned_type, value);
    return number(int_type, value);
}

/* Strings that follow one another are one. Its bytes lie at string_text, and a zero byte follows the last of string_length. */
char *string_text;
long string_length;
long read_string() {
    string_text = bytes(0);
    long room = 0;
    string_length = 0;
    char *old;
    while (is(STRING)) {
        old = string_text;
        room = string_length + token[T_LENGTH] + 1;
        string_text = bytes(room);
        copy_bytes(string_text, old, string_length);
        char *p = token[T_TEXT];
        char *end = p + token[T_LENGTH] - 1;
        p = p + 1;
        while (p != end) {
            string_text[string_length] = character(p);
            string_length = string_length + 1;
            p = text_end;
        }
        next();
    }
    string_text[string_length] = 0;
}

/* An array without a name, in the data. */
long string_place() {
    read_string();
    long *object = new_object(0, DATA_OBJECT, array_of(char_type, string_length + 1));
    object[O_VALUE] = data_bytes(string_text, string_length + 1);
    object[O_DEFINED] = 1;
    return place(object);
}

/* A variable, a function, a constant of an enum. */
long place(long *object) {
    if (object[O_KIND] == CONSTANT_OBJECT) return number(int_type, object[O_VALUE]);
    if (object[O_KIND] == TYPE_OBJECT) unexpected("expression expected");
    long *n = node(GLOBAL, object[O_TYPE], 0, 0);
    n[N_OBJECT] = object;
    if (object[O_KIND] == LOCAL_OBJECT) { n[N_KIND] = LOCAL; n[N_VALUE] = object[O_VALUE]; }
    return n;
}

long name() {
    long *s = token[T_SYMBOL];
    if (in_condition) { next(); return number(long_type, 0); }
    if (keyword) unexpected("expression expected");
    if (s[S_OBJECT] == 0) unexpected("unknown name");
    next();
    return place(s[S_OBJECT]);
}

/* Arguments are converted to what the function says, or to double and int. */
long call(long *function) {
    function = value_of(function);
    long *type = function[N_TYPE];
    if (is_pointer(type)) type = type[Y_BASE];
    if (type[Y_KIND] != FUNCTION) fail("operand is no function");
    long *result = type[Y_BASE];
    if (result[Y_KIND] == STRUCT) fail("a struct as a result is not supported");
    long *n = node(CALL, type[Y_BASE], function, 0);
    long *parameter = type[Y_PARAMETERS];
    while (is(')') == 0) {
        long *argument = value_of(assignment());
        long *is_of = argument[N_TYPE];
        if (is_of[Y_KIND] == STRUCT) fail("a struct as an argument is not supported");
        if (parameter) { argument = convert(argument, parameter[B_TYPE]); parameter = parameter[B_NEXT]; }
        else {
            if (type[Y_OPEN] == 0) unexpected("too many arguments");
            argument = promote(argument);
            if (is_of[Y_KIND] == FLOAT) argument = convert(argument, double_type);
        }
        argument = copy_record(argument, N_LENGTH);
        argument[N_NEXT] = n[N_RIGHT];
        n[N_RIGHT] = argument;
        if (is(')') == 0) want(',');
    }
    if (parameter) unexpected("argument expected");
    next();
    return n;
}

/* x op= y */
long changed(long kind, long *left, long op, long *right) {
    left = assignable(left);
    long *type = left[N_TYPE];
    long *top = node(TOP, type, 0, 0);
    top[N_OBJECT] = left;
    return node(kind, type, left, convert(binary(op, top, right), type));
}

long assignable(long *n) {
    if (is_place(n) == 0 && n[N_KIND] != FIELD) fail("operand cannot be assigned to");
    long *type = n[N_TYPE];
    if (is_scalar(type) == 0 && type[Y_KIND] != STRUCT) fail("operand cannot be assigned to");
    return n;
}

long assigned(long *left, long *right) {
    left = assignable(left);
    return node(ASSIGN, left[N_TYPE], left, convert(value_of(right), left[N_TYPE]));
}

long postfix() {
    long *n;
    if (is(NUMBER)) { n = literal(); next(); }
    else if (is(STRING)) n = string_place();
    else if (is(NAME)) n = name();
    else unexpected("expression expected");
    return behind(n);
}

/* What may follow an operand. */
long behind(long *n) {
    while (1) {
        if (take('[')) { n = dereferenced(binary('+', value_of(n), value_of(expression()))); want(']'); }
        else if (take('(')) n = call(n);
        else if (is('.') || is(ARROW)) {
            if (is(ARROW)) n = dereferenced(value_of(n));
            next();
            if (is(NAME) == 0) unexpected("member expected");
            n = member(n, token[T_SYMBOL]);
            next();
        }
        else if (take(PLUS_PLUS)) n = changed(AFTER, n, '+', number(int_type, 1));
        else if (take(MINUS_MINUS)) n = changed(AFTER, n, '-', number(int_type, 1));
        else return n;
    }
}

/* sizeof: of a type or of an expression, which is not computed. */
long size_expression() {
    long *n;
    if (is('(')) {
        next();
        if (begins_type()) { n = type_name(); want(')'); return number(unsigned_long_type, size_of(n)); }
        n = expression();
        want(')');
        n = behind(n);
    }
    else n = prefix();
    return number(unsigned_long_type, size_of(n[N_TYPE]));
}

long prefix() {
    deeper();
    long *n = operand();
    shallower();
    return n;
}

long operand() {
    long *n;
    if (take('-')) return unary(NEGATE, value_of(prefix()));
    if (take('+')) return promote(value_of(prefix()));
    if (take('~')) return unary(COMPLEMENT, value_of(prefix()));
    if (take('!')) return unary(NOT, value_of(prefix()));
    if (take('*')) return dereferenced(value_of(prefix()));
    if (take('&')) return address_of(prefix());
    if (take(PLUS_PLUS)) return changed(CHANGE, prefix(), '+', number(int_type, 1));
    if (take(MINUS_MINUS)) return changed(CHANGE, prefix(), '-', number(int_type, 1));
    if (take_word(SIZEOF)) return size_expression();
    if (is('(')) {
        next();
        if (begins_type()) {
            long *type = type_name();
            want(')');
            n = value_of(prefix());
            if (type[Y_KIND] == VOID) return node(CONVERT, void_type, n, 0);
            return convert(n, type);
        }
        n = expression();
        want(')');
        return behind(n);
    }
    return postfix();
}

/* How strong an operator with two operands binds. */
long strength(long op) {
    if (op == '*' || op == '/' || op == '%') return 10;
    if (op == '+' || op == '-') return 9;
    if (op == SHL || op == SHR) return 8;
    if (op == '<' || op == '>' || op == LE || op == GE) return 7;
    if (op == EQ || op == NE) return 6;
    if (op == '&') return 5;
    if (op == '^') return 4;
    if (op == '|') return 3;
    if (op == AND) return 2;
    if (op == OR) return 1;
    return 0;
}

/* && and ||: the second operand may be left out. */
long both(long op, long *left, long *right) {
    left = unary(NOT, unary(NOT, left));
    right = unary(NOT, unary(NOT, right));
    if (is_constant(left)) {
        if ((left[N_VALUE] != 0) == (op == AND)) return right;
        return left;
    }
    return node(op, int_type, left, right);
}

long operators(long least) {
    deeper();
    long *left = prefix();
    while (strength(token[T_KIND]) > least) {
        long op = token[T_KIND];
        next();
        long *right = value_of(operators(strength(op)));
        if (op == AND || op == OR) left = both(op, value_of(left), right);
        else left = binary(op, value_of(left), right);
    }
    shallower();
    return left;
}

long choice(long *condition) {
    long *yes = value_of(expression());
    want(':');
    deeper();
    long *no = value_of(conditional());
    shallower();
    if (is_constant(condition)) {
        if (condition[N_VALUE]) return yes;
        return no;
    }
    long *type = yes[N_TYPE];
    long *other = no[N_TYPE];
    if (is_pointer(type) == 0 && is_pointer(other)) type = other;
    else if (is_pointer(type) == 0 && is_scalar(type) && is_scalar(other)) type = common_type(type, other);
    if (type[Y_KIND] != VOID && other[Y_KIND] != VOID) { yes = convert(yes, type); no = convert(no, type); }
    else type = void_type;
    long *n = node(CHOICE, type, condition, yes);
    n[N_THIRD] = no;
    return n;
}

long conditional() {
    long *n = operators(0);
    if (take('?')) return choice(value_of(n));
    return n;
}

long assignment() {
    deeper();
    long *n = assignments();
    shallower();
    return n;
}

long assignments() {
    long *n = conditional();
    long op = token[T_KIND];
    if (take('=')) return assigned(n, assignment());
    if (op == SHL_IS || op == SHR_IS) op = op >> 8;
    else if (op >> 8 && op >> 16 == 0 && (op & 255) == '=' && strength(op) == 0) op = op >> 8;
    else return n;
    next();
    return changed(CHANGE, n, op, value_of(assignment()));
}

long expression() {
    long *n = assignment();
    while (take(',')) {
        long *right = value_of(assignment());
        n = node(COMMA, right[N_TYPE], n, right);
    }
    return n;
}

/* An expression whose value is known now. */
long constant() {
    long *n = conditional();
    if (is_constant(n) == 0) unexpected("constant expected");
    return n[N_VALUE];
}
