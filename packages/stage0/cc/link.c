/* From code, data and places to fill in to a program: ELF, chapters 4 and 5 of the System V ABI. */

/* Functions that C cannot say, for the library. Arguments lie behind the return address. */
long builtin(char *name) {
    long *symbol = named(name);
    long *type = new_type(FUNCTION, 1, 0);
    type[Y_BASE] = long_type;
    type[Y_OPEN] = 1;
    long *o = new_object(symbol, FUNCTION_OBJECT, type);
    o[O_VALUE] = here;
    o[O_DEFINED] = 1;
    symbol[S_OBJECT] = o;
    return o;
}

/* Where the kernel begins: argc lies on the stack, argv behind it. start(argc, argv) is the library's. */
long begin_program() {
    four(0x4889E150); one(0x50);                                        /* mov rcx, rsp; push rax; push rax (for alignment) */
    four(0x488D4108); one(0x50);                                        /* lea rax, [rcx+8]; push rax */
    two(0xFF31);                                                        /* push [rcx] */
    one(0xE8);                                                          /* call start */
    fixup(DISTANCE_4, here, global(named("start"), function_type(long_type)), 0);
    word(0);

    builtin("syscall");
    five(0x488B4424, 8); five(0x488B7C24, 16);                          /* mov rax, [rsp+8]; mov rdi, [rsp+16] */
    five(0x488B7424, 24); five(0x488B5424, 32);                         /* mov rsi, [rsp+24]; mov rdx, [rsp+32] */
    five(0x4C8B5424, 40); five(0x4C8B4424, 48);                         /* mov r10, [rsp+40]; mov r8, [rsp+48] */
    five(0x4C8B4C24, 56); two(0x0F05); one(0xC3);                       /* mov r9, [rsp+56]; syscall; ret */

    /* setjmp keeps rbp, rsp as it is after the return, and where to return to. */
    builtin("setjmp");
    five(0x488B4C24, 8); three(0x488929);                               /* mov rcx, [rsp+8]; mov [rcx], rbp */
    five(0x488D5424, 8); four(0x48895108);                              /* lea rdx, [rsp+8]; mov [rcx+8], rdx */
    four(0x488B1424); four(0x48895110);                                 /* mov rdx, [rsp]; mov [rcx+16], rdx */
    two(0x31C0); one(0xC3);                                             /* xor eax, eax; ret */

    builtin("longjmp");
    five(0x488B4C24, 8); five(0x488B4424, 16);                          /* mov rcx, [rsp+8]; mov rax, [rsp+16] */
    two(0x85C0); two(0x7502); two(0xFFC0);                              /* test eax, eax; jnz over; inc eax */
    three(0x488B29); four(0x488B6108);                                  /* mov rbp, [rcx]; mov rsp, [rcx+8] */
    three(0xFF6110);                                                    /* jmp [rcx+16] */
}

long function_type(long *result) {
    long *type = new_type(FUNCTION, 1, 0);
    type[Y_BASE] = result;
    type[Y_OPEN] = 1;
    return type;
}

/* Gives places behind the data to what begins as 0; how long the data is with them. */
long place_zeros() {
    long end = data_here;
    long *o = objects;
    while (o) {
        if (o[O_DEFINED] == 2) {
            long *type = o[O_TYPE];
            end = aligned(end, type[Y_ALIGN]);
            o[O_VALUE] = end;
            end = end + size_of(type);
        }
        o = o[O_BELOW];
    }
    return end;
}

long fill_in() {
    long *x = fixups;
    while (x) {
        long *o = x[X_OBJECT];
        long *s = o[O_SYMBOL];
        if (o[O_DEFINED] == 0) fail_near("defined nowhere", s[S_TEXT], s[S_LENGTH]);
        long address = DATA_BASE;
        if (o[O_KIND] == FUNCTION_OBJECT) address = BASE + HEADERS;
        address = address + o[O_VALUE] + x[X_VALUE];
        long where = x[X_PLACE];
        if (x[X_KIND] == ADDRESS_4) put(code + where, 4, address);
        else if (x[X_KIND] == ADDRESS_8) put(data + where, 8, address);
        else put(code + where, 4, address - (BASE + HEADERS + where + 4));
        x = x[X_BELOW];
    }
}

char headers[176];

long segment(char *h, long flags, long offset, long address, long in_file, long in_memory) {
    put(h, 4, 1);
    put(h + 4, 4, flags);
    put(h + 8, 8, offset);
    put(h + 16, 8, address);
    put(h + 24, 8, address);
    put(h + 32, 8, in_file);
    put(h + 40, 8, in_memory);
    put(h + 48, 8, 4096);
}

long write_all(long file, char *from, long n) {
    while (n) {
        long written = syscall(1, file, from, n);
        if (written <= 0) fail("cannot write");
        from = from + written;
        n = n - written;
    }
}

/* Code and headers are one segment, data the other; in the file each begins with a page. */
long write_program(char *name) {
    file_name = 0;
    long end = place_zeros();
    fill_in();
    long code_end = HEADERS + here;
    long data_at = aligned(code_end, 4096);
    char *h = headers;
    put(h, 4, 0x464C457F);                                              /* magic */
    put(h + 4, 4, 0x10102);                                             /* 64 bits, little endian, version 1 */
    put(h + 16, 4, 0x3E0002);                                           /* executable, x86_64 */
    put(h + 20, 4, 1);
    put(h + 24, 8, BASE + HEADERS);
    put(h + 32, 8, 64);                                                 /* e_phoff */
    put(h + 52, 2, 64);
    put(h + 54, 2, 56);
    put(h + 56, 2, 2);
    segment(h + 64, 5, 0, BASE, code_end, code_end);
    segment(h + 120, 6, data_at, DATA_BASE, data_here, end);
    long file = syscall(2, name, 577, 493);                             /* O_WRONLY, O_CREAT, O_TRUNC; 0755 */
    if (file < 0) fail_near("cannot be written", name, length(name));
    write_all(file, headers, HEADERS);
    write_all(file, code, here);
    long gap = data_at - code_end;
    while (gap) { write_all(file, "", 1); gap = gap - 1; }
    write_all(file, data, data_here);
    if (syscall(3, file, 0, 0)) fail("cannot write");
}
