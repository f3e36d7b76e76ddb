/* Macros: what a token stands for. */

/* A macro: its tokens, its parameters (names, linked; COUNT is -1 for a macro without a list), and whether it is being replaced. */
enum { M_BODY, M_PARAMETERS, M_COUNT, M_ACTIVE, M_SIZE };

/* Tokens that come before the text of the file: what macros stand for. BARRIER: END comes after them, again and again. */
enum { P_TOKENS, P_MACRO, P_BARRIER, P_BELOW, P_SIZE };
long *pending;
enum { MOST_ARGUMENTS = 32 };

long push_tokens(long *tokens, long *macro, long barrier) {
    long *p = record(P_SIZE);
    p[P_TOKENS] = tokens;
    p[P_MACRO] = macro;
    p[P_BARRIER] = barrier;
    p[P_BELOW] = pending;
    pending = p;
    if (macro) macro[M_ACTIVE] = 1;
}

/* The next token, nothing replaced, or END. */
long raw() {
    while (pending) {
        long *t = pending[P_TOKENS];
        if (t) {
            pending[P_TOKENS] = t[T_NEXT];
            return copy_record(t, T_SIZE);
        }
        if (pending[P_BARRIER]) return record(T_SIZE);
        long *m = pending[P_MACRO];
        if (m) m[M_ACTIVE] = 0;
        pending = pending[P_BELOW];
    }
    return scan();
}

/* A list that grows at its end. */
enum { L_FIRST, L_LAST, L_SIZE };

long append(long *list, long *token) {
    token[T_NEXT] = 0;
    long *last = list[L_LAST];
    if (last) last[T_NEXT] = token; else list[L_FIRST] = token;
    list[L_LAST] = token;
}

long append_copies(long *list, long *token) {
    while (token) {
        append(list, copy_record(token, T_SIZE));
        token = token[T_NEXT];
    }
}

/* All tokens of an argument with its macros replaced. */
long replaced(long *tokens) {
    long *list = record(L_SIZE);
    deeper();
    push_tokens(tokens, 0, 1);
    long *t = expanded();
    while (t[T_KIND]) { append(list, t); t = expanded(); }
    pending = pending[P_BELOW];
    shallower();
    return list[L_FIRST];
}

/* The string that #parameter makes. */
long stringified(long *t) {
    long n = 0;
    long *u = t;
    while (u) { n = n + 2 * u[T_LENGTH] + 1; u = u[T_NEXT]; }
    char *text = bytes(n + 3);
    text[0] = '"';
    n = 1;
    u = t;
    while (u) {
        if (u[T_SPACE] && u != t) { text[n] = ' '; n = n + 1; }
        char *p = u[T_TEXT];
        long i = 0;
        while (i < u[T_LENGTH]) {
            if ((u[T_KIND] == STRING || p[0] == 39) && (p[i] == '"' || p[i] == 92)) { text[n] = 92; n = n + 1; }
            text[n] = p[i];
            n = n + 1;
            i = i + 1;
        }
        u = u[T_NEXT];
    }
    text[n] = '"';
    u = record(T_SIZE);
    u[T_KIND] = STRING;
    u[T_TEXT] = text;
    u[T_LENGTH] = n + 1;
    return u;
}

/* The token whose text is that of two. */
long pasted(long *a, long *b) {
    char *text = joined(a[T_TEXT], a[T_LENGTH], b[T_TEXT], b[T_LENGTH]);
    char *after = at;
    long new_line = fresh;
    at = text;
    long *t = scan();
    if (at[0]) fail_near("## makes no token", text, length(text));
    at = after;
    fresh = new_line;
    t[T_SPACE] = a[T_SPACE];
    return t;
}

/* Which parameter a token is, from 1; 0: none. */
long parameter(long *macro, long *token) {
    if (token == 0 || token[T_KIND] != NAME) return 0;
    long *p = macro[M_PARAMETERS];
    long n = 1;
    while (p) {
        if (p[T_SYMBOL] == token[T_SYMBOL]) return n;
        p = p[T_NEXT];
        n = n + 1;
    }
    return 0;
}

long is_paste(long *t) { return t && t[T_KIND] == PASTE; }

/* What a macro stands for, with its arguments in place. */
long substituted(long *macro, long *arguments) {
    long *list = record(L_SIZE);
    long *t = macro[M_BODY];
    while (t) {
        long *after = t[T_NEXT];
        long n = parameter(macro, t);
        if (t[T_KIND] == '#' && parameter(macro, after)) {
            append(list, stringified(arguments[parameter(macro, after)]));
            t = after[T_NEXT];
        }
        else if (is_paste(t) && list[L_LAST]) {
            long *operand = after;
            n = parameter(macro, after);
            if (n) operand = arguments[n];
            if (operand) {
                long *whole = pasted(list[L_LAST], operand);
                long *last = list[L_LAST];
                copy_into(last, whole);
                if (n) append_copies(list, operand[T_NEXT]);
            }
            t = after[T_NEXT];
        }
        else {
            if (n == 0) append(list, copy_record(t, T_SIZE));
            else if (is_paste(after)) append_copies(list, arguments[n]);
            else append_copies(list, replaced(arguments[n]));
            t = after;
        }
    }
    return list[L_FIRST];
}

/* Keeps the place in the list. */
long copy_into(long *to, long *from) {
    to[T_KIND] = from[T_KIND];
    to[T_TEXT] = from[T_TEXT];
    to[T_LENGTH] = from[T_LENGTH];
    to[T_SYMBOL] = from[T_SYMBOL];
    to[T_PAINTED] = 0;
}

/* Reads the arguments behind the parenthesis. */
long read_arguments(long *macro, long *arguments) {
    long n = 1;
    long depth = 0;
    long *list = record(L_SIZE);
    while (1) {
        long *t = raw();
        long k = t[T_KIND];
        if (k == END) fail("macro without its closing parenthesis");
        if (k == '(') depth = depth + 1;
        if (depth == 0 && (k == ')' || k == ',')) {
            if (n > macro[M_COUNT] && (n > 1 || list[L_FIRST])) fail("too many arguments for a macro");
            arguments[n] = list[L_FIRST];
            if (k == ')') break;
            n = n + 1;
            list = record(L_SIZE);
        }
        else append(list, t);
        if (k == ')') depth = depth - 1;
    }
    if (n < macro[M_COUNT]) fail("too few arguments for a macro");
}

/* Replaces a name, if it is a macro's: what it stands for comes next. 0: it is none. */
long replace(long *t) {
    long *s = t[T_SYMBOL];
    long *macro = s[S_MACRO];
    if (macro == 0 || t[T_PAINTED]) return 0;
    if (macro[M_ACTIVE]) { t[T_PAINTED] = 1; return 0; }
    long *tokens;
    if (macro[M_COUNT] < 0) tokens = macro[M_BODY];
    else {
        long arguments[33];
        long *next = raw();
        if (next[T_KIND] != '(') {
            if (next[T_KIND]) push_tokens(next, 0, 0);
            next[T_NEXT] = 0;
            return 0;
        }
        read_arguments(macro, arguments);
        tokens = substituted(macro, arguments);
    }
    if (tokens) {
        tokens = copy_record(tokens, T_SIZE);
        tokens[T_SPACE] = t[T_SPACE];
    }
    push_tokens(tokens, macro, 0);
    return 1;
}

/* The next token, macros replaced and directives obeyed, or END. */
long expanded() {
    while (1) {
        long *t = raw();
        if (t[T_KIND] == '#' && t[T_FIRST]) directive();
        else if (t[T_KIND] == END) {
            if (pending || lines || close_file() == 0) return t;
        }
        else if (t[T_KIND] != NAME || replace(t) == 0) return t;
    }
}
