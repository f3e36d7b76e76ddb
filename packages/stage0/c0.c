/* c0: a compiler for a part of C, written in that part. Linux, x86_64.  c0 OUTPUT SOURCE...
   What c0.asm says in assembly; both make the same bytes of every program.
   Everything is a 64 bit number. `long *p` and `char *p` say what p[i] takes: 8 bytes or one, and nothing else. */

enum { CONST = 1, VARIABLE, ARRAY, LOCAL, FUNCTION };
enum { CODE = 0x400000, DATA = 0x10000000, SIZE = 0x800000, HEAD = 176 };
enum { LONG = 1, CHAR, VOID, ENUM, IF, ELSE, WHILE, BREAK, CONTINUE, RETURN, KEYWORDS };

char source[0x800000];
char code[0x800000];
long here;              /* how much of code is filled */
long data;              /* how much of DATA is given away */
long pass;

/* symbols: where the name stands in source, what it is */
long s_name[65536];
long s_length[65536];
long s_next[65536];
long s_kind[65536];
long s_value[65536];
long s_width[65536];
long hash[4096];
long symbols;

/* locals: what a name was outside */
long l_symbol[256];
long l_kind[256];
long l_value[256];
long l_width[256];
long locals;
long depth;             /* bytes of the frame */
long deepest;

/* the token: its kind, a character, or two of them, or 1 a number, 2 a name, 3 a string, 0 the end */
long token;
long value;             /* number; symbol; where the string begins */
long at;
long line;

long loop_start;
long loop_end;

long fail(char *what) {
    long n = 0;
    while (what[n]) n = n + 1;
    syscall(1, 2, what, n);
    char digits[24];
    n = 24;
    digits[23] = 10;
    n = n - 1;
    while (line) { n = n - 1; digits[n] = '0' + line % 10; line = line / 10; }
    syscall(1, 2, digits + n, 24 - n);
    syscall(60, 1, 0, 0);
}

/* output */
long byte(long b) { if (here >= SIZE - 16) fail("too much code in line "); code[here] = b; here = here + 1; }
long two(long n) { byte(n >> 8); byte(n); }
long three(long n) { byte(n >> 16); two(n); }
long four(long n) { two(n >> 16); two(n); }
long number(long n) { byte(n); byte(n >> 8); byte(n >> 16); byte(n >> 24); }
long quad(long n) { number(n); number(n >> 32); }

/* input */
long letter(long c) { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'; }

long symbol(long name, long length) {
    long h = 0;
    long i = 0;
    while (i < length) { h = h * 31 + source[name + i] & 4095; i = i + 1; }
    long s = hash[h];
    while (s) {
        if (s_length[s] == length) {
            i = 0;
            while (i < length && source[s_name[s] + i] == source[name + i]) i = i + 1;
            if (i == length) return s;
        }
        s = s_next[s];
    }
    symbols = symbols + 1;
    if (symbols == 65536) fail("too many names in line ");
    s = symbols;
    s_name[s] = name;
    s_length[s] = length;
    s_next[s] = hash[h];
    hash[h] = s;
    return s;
}

long escape() {
    long c = source[at];
    at = at + 1;
    if (c == 0) fail("end of the source inside of a text or a comment in line ");
    if (c != 92) return c;
    c = source[at];
    at = at + 1;
    if (c == 'n') return 10;
    if (c == 't') return 9;
    if (c == 'r') return 13;
    if (c == '0') return 0;
    return c;
}

long next() {
    long c;
    while (1) {
        c = source[at];
        if (c == 10) { line = line + 1; at = at + 1; }
        else if (c == ' ' || c == 9) at = at + 1;
        else if (c == '#' || c == '/' && source[at + 1] == '/') while (source[at] && source[at] != 10) at = at + 1;
        else if (c == '/' && source[at + 1] == '*') {
            at = at + 2;
            while (source[at] != '*' || source[at + 1] != '/') {
                if (source[at] == 0) fail("end of the source inside of a text or a comment in line ");
                if (source[at] == 10) line = line + 1;
                at = at + 1;
            }
            at = at + 2;
        }
        else break;
    }
    long start = at;
    if (c >= '0' && c <= '9') {
        token = 1;
        value = 0;
        long base = 10;
        if (c == '0' && source[at + 1] == 'x') { base = 16; at = at + 2; }
        while (letter(source[at])) {
            long digit = source[at] - '0';
            if (digit > 9) digit = digit - 7;
            if (digit < 0 || digit >= base) fail("number that is too large in line ");
            value = value * base + digit;
            if (value >> 31) fail("number that is too large in line ");
            at = at + 1;
        }
        return 0;
    }
    if (letter(c)) {
        while (letter(source[at])) at = at + 1;
        token = 2;
        value = symbol(start, at - start);
        return 0;
    }
    at = at + 1;
    if (c == 39) { token = 1; value = escape(); if (source[at] != 39) fail("unexpected token in line "); at = at + 1; return 0; }
    if (c == '"') { token = 3; value = at; while (source[at] != '"') escape(); at = at + 1; return 0; }
    long d = source[at];
    if (d == '=' && (c == '=' || c == '!' || c == '<' || c == '>') || d == c && (c == '<' || c == '>' || c == '&' || c == '|')) {
        at = at + 1;
        c = c * 256 + d;
    }
    token = c;
}

long want(long t) { if (token != t) fail("unexpected token in line "); next(); }
long take(long t) { if (token != t) return 0; next(); return 1; }
long word(long w) { return token == 2 && value == w; }

/* code: every expression leaves its value in rax */
long jump(long op) { two(op); number(0); return here; }                 /* 0F 84 or 90 E9: jumps ahead, to land at land() */
long land(long from) { long to = here; here = from - 4; number(to - from); here = to; }
long back(long to) { byte(0xE9); number(to - here - 4); }                /* jmp to */
long test() { three(0x4885C0); return jump(0x0F84); }                      /* test rax, rax; jz */

long address(long s) {
    if (s_kind[s] == LOCAL) { three(0x488D85); number(s_value[s]); }     /* lea rax, [rbp+n] */
    else { three(0x48C7C0); number(s_value[s]); }                       /* mov rax, n */
}

long load(long s) {
    long k = s_kind[s];
    if (k == LOCAL && s_width[s] < 16) { three(0x488B85); number(s_value[s]); }  /* mov rax, [rbp+n] */
    else if (k == VARIABLE) { four(0x488B0425); number(s_value[s]); }   /* mov rax, [n] */
    else address(s);
}

long expression();
long primary();

long nesting;           /* of expressions and statements: the stack ends somewhere */
long deeper() { nesting = nesting + 1; if (nesting > 1000) fail("too deep in line "); }
long operand() { deeper(); primary(); nesting = nesting - 1; }

long call(long s) {
    long n = 0;
    while (token != ')') { expression(); byte(0x50); n = n + 1; if (token != ')') want(','); }
    next();
    if (pass == 2 && s_kind[s] != FUNCTION) fail("unknown name in line ");
    byte(0xE8);                                                         /* call */
    number(s_value[s] - CODE - here - 4);
    three(0x4881C4);                                                    /* add rsp, n */
    number(n * 8);
}

long primary() {
    long s = value;
    if (take(1)) { three(0x48C7C0); number(s); return 0; }              /* mov rax, n */
    if (token == 3) {
        byte(0xE8);                                                     /* call over the text; pop rax */
        long from = here;
        number(0);
        while (token == 3) {
            long end = at - 1;
            at = s;
            while (at < end) byte(escape());
            at = end + 1;
            next();
            s = value;
        }
        byte(0);
        land(from + 4);
        byte(0x58);
        return 0;
    }
    if (take('(')) { expression(); want(')'); return 0; }
    if (take('-')) { operand(); three(0x48F7D8); return 0; }             /* neg rax */
    if (take('~')) { operand(); three(0x48F7D0); return 0; }             /* not rax */
    if (take('!')) { operand(); three(0x4885C0); three(0x0F94C0); four(0x480FB6C0); return 0; } /* sete al */
    if (token != 2) fail("expression expected in line ");
    next();
    if (take('(')) return call(s);
    if (pass && s_kind[s] == 0) fail("unknown name in line ");
    if (take('[')) {
        expression();
        want(']');
        long width = s_width[s] & 15;
        if (width == 8) four(0x48C1E003);                             /* shl rax, 3 */
        byte(0x50);
        load(s);
        byte(0x59);
        three(0x4801C8);                                                /* add rax, rcx */
        if (take('=')) {
            byte(0x50);
            expression();
            byte(0x59);
            if (width == 8) three(0x488901); else two(0x8801);           /* mov [rcx], rax or al */
        }
        else if (width == 8) three(0x488B00);                           /* mov rax, [rax] */
        else four(0x480FB600);                                         /* movzx rax, byte [rax] */
        return 0;
    }
    if (take('=')) {
        expression();
        if (s_kind[s] == LOCAL) { three(0x488985); number(s_value[s]); } /* mov [rbp+n], rax */
        else { four(0x48890425); number(s_value[s]); }                 /* mov [n], rax */
        return 0;
    }
    load(s);
}

/* how strong an operator binds, and its code after mov rcx, rax; pop rax */
long strength(long t) {
    if (t == '*' || t == '/' || t == '%') return 10;
    if (t == '+' || t == '-') return 9;
    if (t == 15420 || t == 15934) return 8;
    if (t == '<' || t == '>' || t == 15421 || t == 15933) return 7;
    if (t == 15677 || t == 8509) return 6;
    if (t == '&') return 5;
    if (t == '^') return 4;
    if (t == '|') return 3;
    if (t == 9766) return 2;
    if (t == 31868) return 1;
    return 0;
}

long compare(long set) { three(0x4839C8); byte(0x0F); byte(set); byte(0xC0); four(0x480FB6C0); }

long operator(long t) {
    four(0x4889C158);
    if (t == '+') three(0x4801C8);
    if (t == '-') three(0x4829C8);
    if (t == '*') four(0x480FAFC1);
    if (t == '/') { two(0x4899); three(0x48F7F9); }
    if (t == '%') { two(0x4899); three(0x48F7F9); three(0x4889D0); }
    if (t == 15420) three(0x48D3E0);
    if (t == 15934) three(0x48D3F8);
    if (t == '&') three(0x4821C8);
    if (t == '^') three(0x4831C8);
    if (t == '|') three(0x4809C8);
    if (t == '<') compare(0x9C);
    if (t == '>') compare(0x9F);
    if (t == 15421) compare(0x9E);
    if (t == 15933) compare(0x9D);
    if (t == 15677) compare(0x94);
    if (t == 8509) compare(0x95);
}

long binary(long least) {
    deeper();
    primary();
    while (strength(token) > least) {
        long t = token;
        next();
        if (t == 9766) { long no = test(); binary(2); land(no); }
        else if (t == 31868) { three(0x4885C0); long yes = jump(0x0F85); binary(1); land(yes); }
        else { byte(0x50); binary(strength(t)); operator(t); }
    }
    nesting = nesting - 1;
}

long expression() { binary(0); }

/* what stands between a type and a name: 8 or 1 for p[i]; 16 more if it is an array */
long type() {
    long width = 8;
    if (word(CHAR)) width = 1;
    next();
    while (take('*')) ;
    return width;
}

long is_type() { return word(LONG) || word(CHAR) || word(VOID); }

long local(long s, long where, long width) {
    if (locals == 256) fail("too many names in line ");
    l_symbol[locals] = s;
    l_kind[locals] = s_kind[s];
    l_value[locals] = s_value[s];
    l_width[locals] = s_width[s];
    locals = locals + 1;
    s_kind[s] = LOCAL;
    s_value[s] = where;
    s_width[s] = width;
}

long nested();

long statement() {
    if (take('{')) {
        long outside = locals;
        long above = depth;
        while (token != '}') nested();
        next();
        while (locals > outside) {
            locals = locals - 1;
            long s = l_symbol[locals];
            s_kind[s] = l_kind[locals];
            s_value[s] = l_value[locals];
            s_width[s] = l_width[locals];
        }
        depth = above;
        return 0;
    }
    if (is_type()) {
        long width = type();
        long name = value;
        want(2);
        depth = depth + 8;
        if (take('[')) { depth = depth - 8 + (value * width + 7 & -8); width = width + 16; want(1); want(']'); }
        if (depth > deepest) deepest = depth;
        long where = -depth;
        if (take('=')) { expression(); three(0x488985); number(where); }
        local(name, where, width);
        want(';');
        return 0;
    }
    if (word(IF)) {
        next();
        want('(');
        expression();
        want(')');
        long no = test();
        nested();
        if (word(ELSE)) {
            next();
            long end = jump(0x90E9);
            land(no);
            nested();
            land(end);
        }
        else land(no);
        return 0;
    }
    if (word(WHILE)) {
        next();
        long start = loop_start;
        long last = loop_end;
        loop_start = here;
        want('(');
        expression();
        want(')');
        long out = test();
        long over = jump(0x90E9);
        loop_end = here;
        long leave = jump(0x90E9);
        land(over);
        nested();
        back(loop_start);
        land(out);
        land(leave);
        loop_start = start;
        loop_end = last;
        return 0;
    }
    if (word(BREAK)) { next(); if (loop_end == 0) fail("unexpected token in line "); back(loop_end); want(';'); return 0; }
    if (word(CONTINUE)) { next(); if (loop_start == 0) fail("unexpected token in line "); back(loop_start); want(';'); return 0; }
    if (word(RETURN)) { next(); if (token != ';') expression(); two(0xC9C3); want(';'); return 0; }
    if (token != ';') expression();
    want(';');
}

long nested() { deeper(); statement(); nesting = nesting - 1; }

long function(long s) {
    locals = 0;
    depth = 0;
    deepest = 0;
    long n = 0;
    while (token != ')') {
        long width = type();
        if (token == 2) { local(value, 0, width); next(); }
        n = n + 1;
        if (token != ')') want(',');
    }
    next();
    long i = 0;
    while (i < locals) { s_value[l_symbol[i]] = 16 + 8 * (n - 1 - i); i = i + 1; }
    if (token == '{') {
        s_kind[s] = FUNCTION;
        s_value[s] = CODE + here;
        four(0x554889E5);                                              /* push rbp; mov rbp, rsp */
        three(0x4881EC);                                                /* sub rsp, n */
        long frame = here;
        number(0);
        statement();
        two(0xC9C3);                                                     /* leave; ret */
        i = here;
        here = frame;
        number(deepest);
        here = i;
    }
    else want(';');
    while (locals) {
        locals = locals - 1;
        i = l_symbol[locals];
        s_kind[i] = l_kind[locals];
        s_value[i] = l_value[locals];
        s_width[i] = l_width[locals];
    }
}

long unit() {
    long n;
    long s;
    long width;
    while (token) {
        if (word(ENUM)) {
            next();
            want('{');
            n = 0;
            while (token != '}') {
                s = value;
                want(2);
                if (take('=')) { n = value; want(1); }
                s_kind[s] = CONST;
                s_value[s] = n;
                n = n + 1;
                if (token != '}') want(',');
            }
            next();
            want(';');
        }
        else {
            if (is_type() == 0) fail("declaration expected in line ");
            width = type();
            s = value;
            want(2);
            if (take('(')) function(s);
            else {
                s_value[s] = DATA + data;
                s_kind[s] = VARIABLE;
                n = 8;
                if (take('[')) { s_kind[s] = ARRAY; n = value * width + 7 & -8; want(1); want(']'); }
                s_width[s] = width;
                data = data + n;
                if (data > 0x60000000) fail("too much data in line ");
                want(';');
            }
        }
    }
}

long keyword(char *name, long s) {
    long n = 0;
    while (name[n]) { source[at + n] = name[n]; n = n + 1; }
    if (symbol(at, n) != s) fail("keyword ");
    at = at + n;
}

/* Appends a file to the source, behind n characters; how many there are then. */
long read_file(char *name, long n) {
    long in = syscall(2, name, 0, 0);
    if (in < 0) fail("cannot read a file ");
    long got = 1;
    while (got) {
        if (n >= SIZE - 1) fail("too much source ");
        got = syscall(0, in, source + n, SIZE - 1 - n);
        if (got < 0) fail("cannot read a file ");
        n = n + got;
    }
    syscall(3, in, 0, 0);
    return n;
}

long main(long argc, long *argv) {
    if (argc < 3) fail("usage: c0 OUTPUT SOURCE... ");
    long start = 128;
    long n = start;
    long file = 2;
    while (file < argc) { n = read_file(argv[file], n); file = file + 1; }
    keyword("long", LONG); keyword("char", CHAR); keyword("void", VOID); keyword("enum", ENUM); keyword("if", IF);
    keyword("else", ELSE); keyword("while", WHILE); keyword("break", BREAK); keyword("continue", CONTINUE); keyword("return", RETURN);
    at = at + 8;
    keyword("syscall", KEYWORDS);
    keyword("main", KEYWORDS + 1);
    while (pass < 3) {
        here = HEAD;
        data = 0;
        at = start;
        line = 1;
        /* pop rax; mov rcx, rsp; push rax; push rcx; call main; mov rdi, rax; mov eax, 60; syscall */
        byte(0x58); three(0x4889E1); two(0x5051);
        byte(0xE8); number(s_value[KEYWORDS + 1] - CODE - here - 4);
        three(0x4889C7); byte(0xB8); number(60); two(0x0F05);
        s_kind[KEYWORDS] = FUNCTION;
        s_value[KEYWORDS] = CODE + here;
        /* mov rax, [rsp+32]; mov rdi, [rsp+24]; mov rsi, [rsp+16]; mov rdx, [rsp+8]; syscall; ret */
        four(0x488B4424); byte(32); four(0x488B7C24); byte(24); four(0x488B7424); byte(16); four(0x488B5424); byte(8);
        two(0x0F05); byte(0xC3);
        next();
        unit();
        if (at != n + 1) fail("zero byte in the source in line ");
        pass = pass + 1;
    }
    long end = here;
    here = 0;
    four(0x7F454C46); number(0x010102); quad(0);                        /* ELF, 64 bits, little endian */
    number(0x3E0002); number(1); quad(CODE + HEAD); quad(64); quad(0); number(0); number(0x380040); number(2); number(0);
    number(1); number(5); quad(0); quad(CODE); quad(CODE); quad(end); quad(end); quad(4096);
    number(1); number(6); quad(0); quad(DATA); quad(DATA); quad(0); quad(data); quad(4096);
    here = end;
    long out = syscall(85, argv[1], 493, 0);
    if (syscall(1, out, code, here) != here) fail("cannot write ");
    return 0;
}
