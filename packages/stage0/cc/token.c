/* Symbols and tokens: what the text of a program is made of. */

/* A symbol is a name, once for all the places where it stands. */
enum { S_TEXT, S_LENGTH, S_CHAIN, S_KEYWORD, S_MACRO, S_OBJECT, S_TAG, S_LABEL, S_SIZE };
long symbols[4096];

long symbol(char *text, long n) {
    long h = 0;
    long i = 0;
    while (i < n) { h = h * 31 + text[i] & 4095; i = i + 1; }
    long *s = symbols[h];
    while (s) {
        if (s[S_LENGTH] == n && same(s[S_TEXT], text, n)) return s;
        s = s[S_CHAIN];
    }
    s = record(S_SIZE);
    s[S_TEXT] = bytes(n + 1);
    copy_bytes(s[S_TEXT], text, n);
    s[S_LENGTH] = n;
    s[S_CHAIN] = symbols[h];
    symbols[h] = s;
    return s;
}

long named(char *text) { return symbol(text, length(text)); }

/* Kinds of tokens. All others are operators: their characters, the first one highest. */
enum { END, NUMBER, NAME, STRING, NEWLINE = 10, ELLIPSIS = 0x2E2E2E };
enum { EQ = 0x3D3D, NE = 0x213D, LE = 0x3C3D, GE = 0x3E3D, SHL = 0x3C3C, SHR = 0x3E3E, AND = 0x2626, OR = 0x7C7C,
    PLUS_PLUS = 0x2B2B, MINUS_MINUS = 0x2D2D, ARROW = 0x2D3E, PASTE = 0x2323, SHL_IS = 0x3C3C3D, SHR_IS = 0x3E3E3D };

/* A token: its text as it was written; of a name, its symbol. FIRST: begins a line. SPACE: blanks precede it.
   PAINTED: a macro's own name in what it stands for, never replaced again. */
enum { T_KIND, T_TEXT, T_LENGTH, T_SYMBOL, T_FIRST, T_SPACE, T_PAINTED, T_NEXT, T_SIZE };

char *at;               /* where the next token begins; 0 follows the last character */
long fresh;             /* whether a line begins here */
long lines;             /* whether the end of a line is a token */

long is_digit(long c) { return c >= '0' && c <= '9'; }
long is_letter(long c) { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'; }

/* Behind a string or a character, whose quotation mark is c. */
long quoted(char *p, long c) {
    while (p[0] != c) {
        if (p[0] == 92) p = p + 1;
        if (p[0] == 0 || p[0] == 10) fail("quotation mark without its end");
        p = p + 1;
    }
    return p + 1;
}

/* Whether a sign stands here that belongs to the exponent before it. */
long exponent(char *p) {
    if (p[0] != '+' && p[0] != '-') return 0;
    p = p - 1;
    return p[0] == 'e' || p[0] == 'E';
}

/* How many characters make the operator that begins here. */
long operator_length(char *p) {
    long c = p[0];
    long d = p[1];
    if (c == '.' && d == '.' && p[2] == '.') return 3;
    if ((c == '<' || c == '>') && d == c) { if (p[2] == '=') return 3; return 2; }
    if (d == '=' && (c == '=' || c == '!' || c == '<' || c == '>' || c == '+' || c == '-' || c == '*' || c == '/' || c == '%'
            || c == '&' || c == '|' || c == '^')) return 2;
    if (d == c && (c == '&' || c == '|' || c == '+' || c == '-' || c == '#')) return 2;
    if (c == '-' && d == '>') return 2;
    return 1;
}

/* The next token of the text. */
long scan() {
    long *t = record(T_SIZE);
    long c;
    t[T_FIRST] = fresh;
    fresh = 0;
    while (1) {
        c = at[0];
        if (c == 10) { if (lines) break; line = line + 1; t[T_FIRST] = 1; }
        else if (c != ' ' && c != 9 && c != 12 && c != 13) break;
        t[T_SPACE] = 1;
        at = at + 1;
    }
    char *p = at;
    t[T_TEXT] = p;
    t[T_KIND] = c;
    if (c == 10 || c == 0) return t;
    if (is_letter(c)) {
        while (is_letter(p[0]) || is_digit(p[0])) p = p + 1;
        t[T_KIND] = NAME;
        t[T_SYMBOL] = symbol(at, p - at);
    }
    else if (is_digit(c) || c == '.' && is_digit(p[1])) {
        while (is_letter(p[0]) || is_digit(p[0]) || p[0] == '.') {
            p = p + 1;
            if (at[1] != 'x' && exponent(p)) p = p + 1;
        }
        t[T_KIND] = NUMBER;
    }
    else if (c == '"' || c == 39) {
        p = quoted(p + 1, c);
        t[T_KIND] = NUMBER;
        if (c == '"') t[T_KIND] = STRING;
    }
    else {
        long n = operator_length(p);
        if (n > 1) t[T_KIND] = t[T_KIND] * 256 + p[1];
        if (n > 2) t[T_KIND] = t[T_KIND] * 256 + p[2];
        p = p + n;
    }
    t[T_LENGTH] = p - at;
    at = p;
    return t;
}
