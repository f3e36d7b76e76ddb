/* cc: a compiler for the part of C that tcc is written in.  cc OUTPUT INCLUDE-FOLDER SOURCE...
   All sources are one program. It ends with 0 only if it wrote all of it. */

long keyword_named(char *name, long number) {
    long *s = named(name);
    s[S_KEYWORD] = number;
}

long make_keywords() {
    keyword_named("sizeof", SIZEOF);
    keyword_named("void", K_VOID);
    keyword_named("char", K_CHAR);
    keyword_named("short", K_SHORT);
    keyword_named("int", K_INT);
    keyword_named("long", K_LONG);
    keyword_named("float", K_FLOAT);
    keyword_named("double", K_DOUBLE);
    keyword_named("signed", K_SIGNED);
    keyword_named("unsigned", K_UNSIGNED);
    keyword_named("struct", K_STRUCT);
    keyword_named("union", K_UNION);
    keyword_named("enum", K_ENUM);
    keyword_named("const", QUALIFIER);
    keyword_named("volatile", QUALIFIER);
    keyword_named("register", QUALIFIER);
    keyword_named("restrict", QUALIFIER);
    keyword_named("inline", QUALIFIER);
    keyword_named("auto", QUALIFIER);
    keyword_named("__attribute__", ATTRIBUTE);
    keyword_named("typedef", K_TYPEDEF);
    keyword_named("extern", K_EXTERN);
    keyword_named("static", K_STATIC);
    keyword_named("if", K_IF);
    keyword_named("else", K_ELSE);
    keyword_named("while", K_WHILE);
    keyword_named("do", K_DO);
    keyword_named("for", K_FOR);
    keyword_named("switch", K_SWITCH);
    keyword_named("case", K_CASE);
    keyword_named("default", K_DEFAULT);
    keyword_named("break", K_BREAK);
    keyword_named("continue", K_CONTINUE);
    keyword_named("return", K_RETURN);
    keyword_named("goto", K_GOTO);
}

long main(long argc, long *argv) {
    if (argc < 4) fail("usage: cc OUTPUT INCLUDE-FOLDER SOURCE...");
    make_types();
    make_keywords();
    include_folder = argv[2];
    begin_program();
    long i = 3;
    while (i < argc) {
        if (open_file(argv[i]) == 0) fail_near("no such file", argv[i], length(argv[i]));
        next();
        while (is(END) == 0) declaration();
        i = i + 1;
    }
    write_program(argv[1]);
    return 0;
}
