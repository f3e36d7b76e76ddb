/* Declarations outside and inside of functions, and the whole of a program. */

/* A function or data that may have been declared before. */
long global(long *symbol, long *type) {
    long kind = DATA_OBJECT;
    if (type[Y_KIND] == FUNCTION) kind = FUNCTION_OBJECT;
    long *o = objects;
    while (o && o[O_SYMBOL] != symbol) o = o[O_BELOW];
    if (o == 0) o = new_object(symbol, kind, type);
    if (o[O_KIND] != kind) fail_near("declared as something else", symbol[S_TEXT], symbol[S_LENGTH]);
    long *before = o[O_TYPE];
    if (kind == FUNCTION_OBJECT || before[Y_SIZE] < 0) o[O_TYPE] = type;
    return o;
}

/* Data that has a value from the beginning. */
long define_data(long *object) {
    if (object[O_DEFINED] == 1) fail("defined twice");
    long *type = initializers(object[O_TYPE]);
    object[O_TYPE] = type;
    object[O_VALUE] = data_room(size_of(type), type[Y_ALIGN]);
    object[O_DEFINED] = 1;
    write_values(object[O_VALUE]);
}

long define_type(long *symbol, long *type) { bind(symbol, new_object(symbol, TYPE_OBJECT, type)); }

/* A variable of a function, whose declarator was read. */
long local_variable(long *symbol, long *type) {
    if (storage == K_STATIC) {
        /* It has no name for others: another function may have one of the same name. */
        long *hidden = new_object(0, DATA_OBJECT, type);
        bind(symbol, hidden);
        hidden[O_DEFINED] = 2;
        if (take('=')) define_data(hidden);
        return 0;
    }
    if (take('=') == 0) {
        long *plain = new_object(symbol, LOCAL_OBJECT, type);
        plain[O_VALUE] = local_room(type);
        bind(symbol, plain);
        return 0;
    }
    /* The name stands for the variable in its own value, too; its size may depend on the value. */
    long *o = new_object(symbol, LOCAL_OBJECT, type);
    bind(symbol, o);
    if (type[Y_SIZE] >= 0) o[O_VALUE] = local_room(type);
    type = initializers(type);
    o[O_TYPE] = type;
    if (o[O_VALUE] == 0) o[O_VALUE] = local_room(type);
    assign_values(type, o[O_VALUE]);
}

long local_declaration() {
    long *base = specifiers();
    long class = storage;
    while (is(';') == 0) {
        declared = 0;
        long *type = declarator(base);
        long *symbol = declared;
        if (symbol == 0) unexpected("name expected");
        storage = class;
        if (class == K_TYPEDEF) define_type(symbol, type);
        else if (class == K_EXTERN || type[Y_KIND] == FUNCTION) bind(symbol, global(symbol, type));
        else local_variable(symbol, type);
        if (is(';') == 0) want(',');
    }
    next();
}

long define_function(long *object) {
    long *type = object[O_TYPE];
    long *outside = scope;
    if (object[O_DEFINED]) fail("defined twice");
    object[O_DEFINED] = 1;
    object[O_VALUE] = here;
    return_type = type[Y_BASE];
    frame = 0;
    deepest = 0;
    depth = 1;
    long place = 16;
    long *m = type[Y_PARAMETERS];
    while (m) {
        long *of = m[B_TYPE];
        long *o = new_object(m[B_NAME], LOCAL_OBJECT, of);
        o[O_VALUE] = place;
        if (m[B_NAME]) bind(m[B_NAME], o);
        place = place + argument_size(of);
        m = m[B_NEXT];
    }
    four(0x554889E5); three(0x4881EC); word(0);                         /* push rbp; mov rbp, rsp; sub rsp, n */
    long size = here - 4;
    next();
    block();
    two(0xC9C3);                                                        /* leave; ret */
    put(code + size, 4, aligned(deepest, 16));
    leave_labels();
    depth = 0;
    leave_scope(outside);
}

/* A declaration outside of functions. */
long declaration() {
    long *base = specifiers();
    long class = storage;
    while (is(';') == 0) {
        declared = 0;
        long *type = declarator(base);
        long *symbol = declared;
        if (symbol == 0) unexpected("name expected");
        if (class == K_TYPEDEF) define_type(symbol, type);
        else {
            long *o = global(symbol, type);
            symbol[S_OBJECT] = o;
            if (is('{') && type[Y_KIND] == FUNCTION) { define_function(o); return 0; }
            if (take('=')) define_data(o);
            else if (class != K_EXTERN && o[O_DEFINED] == 0 && type[Y_KIND] != FUNCTION) o[O_DEFINED] = 2;
        }
        if (is(';') == 0) want(',');
    }
    next();
}
