/* Lines that begin with a number sign. */

/* An #if that is open: whether a part of it was taken, and whether #else came. */
enum { C_TAKEN, C_ELSE, C_BELOW, C_SIZE };
long *conditions;

/* The rest of the line. */
long line_tokens() {
    long *list = record(L_SIZE);
    lines = 1;
    long *t = scan();
    while (t[T_KIND] != NEWLINE && t[T_KIND]) { append(list, t); t = scan(); }
    if (t[T_KIND]) { at = at + 1; line = line + 1; fresh = 1; }
    lines = 0;
    return list[L_FIRST];
}

long is_word(long *t, char *text) { return t && t[T_KIND] == NAME && t[T_SYMBOL] == named(text); }

long define(long *t) {
    if (t == 0 || t[T_KIND] != NAME) fail("name of a macro expected");
    long *s = t[T_SYMBOL];
    long *macro = record(M_SIZE);
    macro[M_COUNT] = -1;
    t = t[T_NEXT];
    if (t && t[T_KIND] == '(' && t[T_SPACE] == 0) {
        macro[M_COUNT] = 0;
        long *list = record(L_SIZE);
        t = t[T_NEXT];
        while (t && t[T_KIND] == NAME) {
            append(list, copy_record(t, T_SIZE));
            macro[M_COUNT] = macro[M_COUNT] + 1;
            t = t[T_NEXT];
            if (t && t[T_KIND] == ',') t = t[T_NEXT];
        }
        if (t == 0 || t[T_KIND] != ')') fail("parameters of a macro expected");
        if (macro[M_COUNT] > MOST_ARGUMENTS) fail("too many parameters of a macro");
        macro[M_PARAMETERS] = list[L_FIRST];
        t = t[T_NEXT];
    }
    macro[M_BODY] = t;
    s[S_MACRO] = macro;
}

/* Each defined NAME of a line becomes a number. */
long resolve_defined(long *t) {
    long *list = record(L_SIZE);
    while (t) {
        long *after = t[T_NEXT];
        if (is_word(t, "defined")) {
            long parenthesis = after && after[T_KIND] == '(';
            if (parenthesis) after = after[T_NEXT];
            if (after == 0 || after[T_KIND] != NAME) fail("name expected after defined");
            long *s = after[T_SYMBOL];
            t[T_KIND] = NUMBER;
            t[T_TEXT] = "0";
            if (s[S_MACRO]) t[T_TEXT] = "1";
            t[T_LENGTH] = 1;
            after = after[T_NEXT];
            if (parenthesis) {
                if (after == 0 || after[T_KIND] != ')') fail("parenthesis expected after defined");
                after = after[T_NEXT];
            }
        }
        append(list, t);
        t = after;
    }
    return list[L_FIRST];
}

/* Whether the expression of an #if is true. Names that are left are 0. */
long condition(long *t) {
    long *above = pending;
    long *current = token;
    pending = 0;
    push_tokens(resolve_defined(t), 0, 1);
    in_condition = 1;
    next();
    long n = constant();
    if (token[T_KIND]) fail("end of #if expected");
    in_condition = 0;
    pending = above;
    token = current;
    return n != 0;
}

/* Leaves lines out up to the #else, #elif or #endif that ends this part, and obeys that. */
long skip() {
    long depth = 0;
    while (1) {
        while (at[0] == ' ' || at[0] == 9) at = at + 1;
        if (at[0] == 0) fail("#if without #endif");
        if (at[0] == '#') {
            at = at + 1;
            while (at[0] == ' ' || at[0] == 9) at = at + 1;
            if (is_letter(at[0])) {
                long *t = scan();
                if (is_word(t, "if") || is_word(t, "ifdef") || is_word(t, "ifndef")) depth = depth + 1;
                if (is_word(t, "endif")) {
                    if (depth == 0) { next_line(); conditions = conditions[C_BELOW]; return 0; }
                    depth = depth - 1;
                }
                if (depth == 0 && is_word(t, "else")) {
                    next_line();
                    if (conditions[C_ELSE]) fail("second #else");
                    conditions[C_ELSE] = 1;
                    if (conditions[C_TAKEN] == 0) { conditions[C_TAKEN] = 1; return 0; }
                }
                else if (depth == 0 && is_word(t, "elif")) {
                    t = line_tokens();
                    if (conditions[C_TAKEN] == 0 && condition(t)) { conditions[C_TAKEN] = 1; return 0; }
                }
                else next_line();
            }
        }
        else next_line();
    }
}

/* The rest of a line that is left out may be anything. */
long next_line() {
    while (at[0] && at[0] != 10) at = at + 1;
    if (at[0]) { at = at + 1; line = line + 1; fresh = 1; }
}

long begin_if(long taken) {
    long *c = record(C_SIZE);
    c[C_TAKEN] = taken;
    c[C_BELOW] = conditions;
    conditions = c;
    if (taken == 0) skip();
}

long is_defined(long *t) {
    if (t == 0 || t[T_KIND] != NAME) fail("name expected");
    long *s = t[T_SYMBOL];
    return s[S_MACRO] != 0;
}

long include_line(long *t) {
    if (t && t[T_KIND] == NAME) t = replaced(t);
    if (t && t[T_KIND] == STRING) { include(t[T_TEXT] + 1, t[T_LENGTH] - 2, 1); return 0; }
    if (t == 0 || t[T_KIND] != '<') fail("file name expected");
    char *name = t[T_TEXT];
    name = name + 1;
    long n = 0;
    while (name[n] != '>') { if (name[n] == 10 || name[n] == 0) fail("file name expected"); n = n + 1; }
    include(name, n, 0);
}

/* What follows a number sign at the beginning of a line. */
long directive() {
    long *t = line_tokens();
    if (t == 0) return 0;
    long *rest = t[T_NEXT];
    if (is_word(t, "include")) include_line(rest);
    else if (is_word(t, "define")) define(rest);
    else if (is_word(t, "undef")) { if (is_defined(rest)) { long *s = rest[T_SYMBOL]; s[S_MACRO] = 0; } }
    else if (is_word(t, "ifdef")) begin_if(is_defined(rest));
    else if (is_word(t, "ifndef")) begin_if(is_defined(rest) == 0);
    else if (is_word(t, "if")) begin_if(condition(rest));
    else if (is_word(t, "elif") || is_word(t, "else")) {
        if (conditions == 0) fail("no #if is open");
        conditions[C_TAKEN] = 1;
        if (is_word(t, "else")) { if (conditions[C_ELSE]) fail("second #else"); conditions[C_ELSE] = 1; }
        skip();
    }
    else if (is_word(t, "endif")) {
        if (conditions == 0) fail("no #if is open");
        conditions = conditions[C_BELOW];
    }
    else if (is_word(t, "error")) fail("#error");
    else if (is_word(t, "pragma") == 0 && is_word(t, "line") == 0) fail_near("unknown directive", t[T_TEXT], t[T_LENGTH]);
}
