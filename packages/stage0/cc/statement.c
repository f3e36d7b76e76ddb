/* Statements and functions: C99, chapters 6.8 and 6.9. */

long frame;             /* bytes of local variables */
long deepest;
long *return_type;

/* Jumps that go to a place not known yet, linked through their last bytes. */
enum { J_FROM, J_BELOW, J_LENGTH };
long *breaks;
long *continues;
long in_loop;           /* whether continue may stand here, and break */
long in_switch;

/* case: its number and place; the default has no number. */
enum { E_VALUE, E_PLACE, E_DEFAULT, E_BELOW, E_LENGTH };
long *cases;

/* Labels of a function: S_LABEL of a symbol. */
enum { G_SYMBOL, G_PLACE, G_JUMPS, G_BELOW, G_LENGTH };
long *labels;

long add_jump(long *list, long from) {
    long *j = record(J_LENGTH);
    j[J_FROM] = from;
    j[J_BELOW] = list;
    return j;
}

long land_all(long *list) {
    while (list) { land(list[J_FROM]); list = list[J_BELOW]; }
}

long land_at(long *list, long place) {
    while (list) { put(code + list[J_FROM] - 4, 4, place - list[J_FROM]); list = list[J_BELOW]; }
}

long label(long *symbol) {
    long *g = symbol[S_LABEL];
    if (g == 0) {
        g = record(G_LENGTH);
        g[G_SYMBOL] = symbol;
        g[G_BELOW] = labels;
        labels = g;
        symbol[S_LABEL] = g;
    }
    return g;
}

long leave_labels() {
    while (labels) {
        long *s = labels[G_SYMBOL];
        if (labels[G_PLACE] == 0) fail_near("label is missing", s[S_TEXT], s[S_LENGTH]);
        land_at(labels[G_JUMPS], labels[G_PLACE]);
        s[S_LABEL] = 0;
        labels = labels[G_BELOW];
    }
}

long local_room(long *type) {
    frame = aligned(frame + size_of(type), 8);
    if (frame > deepest) deepest = frame;
    return -frame;
}

/* An expression, and what is to be done where it is 0. */
long jump_unless() {
    want('(');
    generate_truth(value_of(expression()));
    want(')');
    return jump_if_zero();
}

long if_statement() {
    long no = jump_unless();
    statement();
    if (take_word(K_ELSE)) {
        long end = jump();
        land(no);
        statement();
        land(end);
    }
    else land(no);
}

/* The body of a loop; again: where continue goes, 0: behind the body. */
long loop_body(long again) {
    long *outer_continues = continues;
    long outer_loop = in_loop;
    continues = 0;
    in_loop = 1;
    statement();
    if (again) land_at(continues, again); else land_all(continues);
    continues = outer_continues;
    in_loop = outer_loop;
}

long while_statement() {
    long again = here;
    long end = jump_unless();
    loop_body(again);
    jump_to(again);
    land(end);
}

long do_statement() {
    long again = here;
    loop_body(0);
    if (take_word(K_WHILE) == 0) unexpected("while expected");
    long end = jump_unless();
    want(';');
    jump_to(again);
    land(end);
}

long for_statement() {
    long end = 0;
    long *outside = scope;
    want('(');
    if (begins_type()) local_declaration();
    else { if (is(';') == 0) expression_alone(); want(';'); }
    long again = here;
    if (is(';') == 0) { generate_truth(value_of(expression())); end = jump_if_zero(); }
    want(';');
    long over = jump();
    long step = here;
    if (is(')') == 0) expression_alone();
    want(')');
    jump_to(again);
    land(over);
    loop_body(step);
    jump_to(step);
    if (end) land(end);
    leave_scope(outside);
}

long expression_alone() {
    long *n = value_of(expression());
    generate(n);
    discard(n[N_TYPE]);
}

long switch_statement() {
    long *outer_cases = cases;
    long outer_switch = in_switch;
    cases = 0;
    in_switch = 1;
    want('(');
    long *n = promote(value_of(expression()));
    want(')');
    if (is_integer(n[N_TYPE]) == 0) fail("number expected");
    generate(n);
    long dispatch = jump();
    statement();
    breaks = add_jump(breaks, jump());
    land(dispatch);
    long *otherwise = 0;
    while (cases) {
        if (cases[E_DEFAULT]) otherwise = cases;
        else {
            constant_to_rdx(fitted(n[N_TYPE], cases[E_VALUE]));
            three(0x4839D0); two(0x0F84); word(cases[E_PLACE] - here - 4);  /* cmp rax, rdx; je place */
        }
        cases = cases[E_BELOW];
    }
    if (otherwise) jump_to(otherwise[E_PLACE]);
    cases = outer_cases;
    in_switch = outer_switch;
}

long case_label(long is_default) {
    if (in_switch == 0) fail("case outside of switch");
    long *c = record(E_LENGTH);
    if (is_default == 0) c[E_VALUE] = constant();
    want(':');
    c[E_PLACE] = here;
    c[E_DEFAULT] = is_default;
    c[E_BELOW] = cases;
    cases = c;
    statement();
}

/* A loop or a switch: break goes behind it. */
long breakable(long word) {
    long *outer = breaks;
    breaks = 0;
    if (word == K_WHILE) while_statement();
    else if (word == K_DO) do_statement();
    else if (word == K_FOR) for_statement();
    else switch_statement();
    land_all(breaks);
    breaks = outer;
}

long return_statement() {
    if (is(';') == 0) {
        long *n = convert(value_of(expression()), return_type);
        generate(n);
        if (return_type[Y_KIND] == VOID) discard(n[N_TYPE]);
    }
    want(';');
    two(0xC9C3);                                                        /* leave; ret */
}

long goto_statement() {
    if (is(NAME) == 0) unexpected("label expected");
    long *g = label(token[T_SYMBOL]);
    next();
    want(';');
    g[G_JUMPS] = add_jump(g[G_JUMPS], jump());
}

/* Whether a label stands here: a name and a colon. */
long label_statement() {
    if (is(NAME) == 0 || keyword) return 0;
    long *name = token;
    long *after = raw();
    if (after[T_KIND] != ':') {
        after[T_NEXT] = 0;
        push_tokens(after, 0, 0);
        return 0;
    }
    long *g = label(name[T_SYMBOL]);
    if (g[G_PLACE]) unexpected("label stands here twice");
    g[G_PLACE] = here;
    next();
    statement();
    return 1;
}

long block() {
    long *outside = scope;
    long outer = frame;
    depth = depth + 1;
    while (take('}') == 0) {
        if (is(END)) fail("block without its end");
        if (begins_type()) local_declaration(); else statement();
    }
    depth = depth - 1;
    frame = outer;
    leave_scope(outside);
}

long statement() {
    deeper();
    one_statement();
    shallower();
}

long one_statement() {
    long k = keyword;
    if (take('{')) { block(); return 0; }
    if (take(';')) return 0;
    if (k == 0 && label_statement()) return 0;
    if (k < K_IF) { expression_alone(); want(';'); return 0; }
    next();
    if (k == K_IF) if_statement();
    else if (k == K_WHILE || k == K_DO || k == K_FOR || k == K_SWITCH) breakable(k);
    else if (k == K_CASE) case_label(0);
    else if (k == K_DEFAULT) case_label(1);
    else if (k == K_RETURN) return_statement();
    else if (k == K_GOTO) goto_statement();
    else if (k == K_BREAK) {
        if (in_loop == 0 && in_switch == 0) fail("break outside of a loop and a switch");
        breaks = add_jump(breaks, jump());
        want(';');
    }
    else if (k == K_CONTINUE) {
        if (in_loop == 0) fail("continue outside of a loop");
        continues = add_jump(continues, jump());
        want(';');
    }
    else fail("unexpected keyword");
}
