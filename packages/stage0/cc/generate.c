/* Machine code for expressions. Numbers and addresses come in rax, extended to 64 bits as their type says; floating numbers in st0; of a
   struct, its address. Code beside the bytes: Intel's order. */

long is_small(long *type) { return type[Y_SIZE] < 8 && type[Y_KIND] <= LONG; }

/* rax as its type holds it. */
long extend(long *type) {
    long k = type[Y_KIND];
    long u = type[Y_UNSIGNED];
    if (k == CHAR && u) three(0x0FB6C0);                                /* movzx eax, al */
    else if (k == CHAR) four(0x480FBEC0);                               /* movsx rax, al */
    else if (k == SHORT && u) three(0x0FB7C0);                          /* movzx eax, ax */
    else if (k == SHORT) four(0x480FBFC0);                              /* movsx rax, ax */
    else if (k == INT && u) two(0x89C0);                                /* mov eax, eax */
    else if (k == INT) two(0x4898);                                     /* cdqe */
}

/* st0 as its type holds it. */
long round(long *type) {
    if (type[Y_KIND] == FLOAT) { one(0x50); three(0xD91C24); three(0xD90424); one(0x58); }  /* push rax; fstp dword [rsp]; fld dword [rsp]; pop rax */
    if (type[Y_KIND] == DOUBLE) { one(0x50); three(0xDD1C24); three(0xDD0424); one(0x58); } /* the same, qword */
}

/* What lies at rax. */
long load(long *type) {
    long k = type[Y_KIND];
    long u = type[Y_UNSIGNED];
    if (k == CHAR && u) four(0x480FB600);                               /* movzx rax, byte [rax] */
    else if (k == CHAR) four(0x480FBE00);                               /* movsx rax, byte [rax] */
    else if (k == SHORT && u) four(0x480FB700);                         /* movzx rax, word [rax] */
    else if (k == SHORT) four(0x480FBF00);                              /* movsx rax, word [rax] */
    else if (k == INT && u) two(0x8B00);                                /* mov eax, [rax] */
    else if (k == INT) three(0x486300);                                 /* movsxd rax, dword [rax] */
    else if (k == LONG || k == POINTER) three(0x488B00);                /* mov rax, [rax] */
    else if (k == FLOAT) two(0xD900);                                   /* fld dword [rax] */
    else if (k == DOUBLE) two(0xDD00);                                  /* fld qword [rax] */
    else if (k == LONG_DOUBLE) two(0xDB28);                             /* fld tbyte [rax] */
    else if (k != STRUCT) fail("a value of this type cannot be used");
}

/* To where rcx points. */
long store(long *type) {
    long k = type[Y_KIND];
    if (k == CHAR) two(0x8801);                                         /* mov [rcx], al */
    else if (k == SHORT) three(0x668901);                               /* mov [rcx], ax */
    else if (k == INT) two(0x8901);                                     /* mov [rcx], eax */
    else if (k == LONG || k == POINTER) three(0x488901);                /* mov [rcx], rax */
    else if (k == FLOAT) two(0xD911);                                   /* fst dword [rcx] */
    else if (k == DOUBLE) two(0xDD11);                                  /* fst qword [rcx] */
    else if (k == LONG_DOUBLE) { two(0xD9C0); two(0xDB39); }             /* fld st0; fstp tbyte [rcx] */
    else {
        three(0x4889C6); three(0x4889CF);                               /* mov rsi, rax; mov rdi, rcx */
        one(0xB9); word(size_of(type)); two(0xF3A4);                    /* mov ecx, n; rep movsb */
    }
}

/* A bit-field of what rax points to. */
long get_field(long *m) {
    long *type = m[B_TYPE];
    load(type);
    three(0x48C1E0); one(64 - m[B_BIT] - m[B_WIDTH]);                   /* shl rax, n */
    if (type[Y_UNSIGNED]) three(0x48C1E8); else three(0x48C1F8);        /* shr, sar rax, n */
    one(64 - m[B_WIDTH]);
}

/* rax to a bit-field of what rcx points to. */
long set_field(long *m) {
    long *type = m[B_TYPE];
    long mask = bit(m[B_WIDTH]) - 1;
    one(0x50);                                                          /* push rax */
    constant_to_rdx(mask);
    three(0x4821D0);                                                    /* and rax, rdx */
    three(0x48C1E0); one(m[B_BIT]);                                     /* shl rax, n */
    constant_to_rdx(~(mask << m[B_BIT]));
    if (type[Y_SIZE] == 1) three(0x0FB631);                             /* movzx esi, byte [rcx] */
    else if (type[Y_SIZE] == 2) three(0x0FB731);                        /* movzx esi, word [rcx] */
    else if (type[Y_SIZE] == 4) two(0x8B31);                            /* mov esi, [rcx] */
    else three(0x488B31);                                               /* mov rsi, [rcx] */
    three(0x4821F2);                                                    /* and rdx, rsi */
    three(0x4809D0);                                                    /* or rax, rdx */
    store(type);
    one(0x58);                                                          /* pop rax */
}

long constant_to_rdx(long n) { two(0x48BA); word(n << 32 >> 32); word(n >> 32); }  /* mov rdx, n */

/* A number in rax. */
long generate_constant(long n) {
    if (n == n << 32 >> 32) { three(0x48C7C0); word(n); }               /* mov rax, n (32 bits, extended) */
    else { two(0x48B8); word(n << 32 >> 32); word(n >> 32); }           /* mov rax, n */
}

long generate_fraction(long *n) {
    generate_constant(n[N_VALUE]);
    one(0x50); three(0xDF2C24); one(0x58);                              /* push rax; fild qword [rsp]; pop rax */
    if (n[N_RIGHT] != 1) {
        generate_constant(n[N_RIGHT]);
        one(0x50); three(0xDF2C24); one(0x58);
        two(0xDEF9);                                                    /* fdivp st1, st0 */
    }
    round(n[N_TYPE]);
}

/* The address of a place in rax. */
long generate_address(long *n) {
    long k = n[N_KIND];
    if (k == LOCAL) { three(0x488D85); word(n[N_VALUE]); }              /* lea rax, [rbp+n] */
    else if (k == GLOBAL) {
        three(0x48C7C0);                                                /* mov rax, address */
        fixup(ADDRESS_4, here, n[N_OBJECT], n[N_VALUE]);
        word(0);
    }
    else if (k == DEREF || k == FIELD) {
        long *inner = n[N_LEFT];
        if (k == DEREF) generate(inner); else generate_address(inner);
    }
    else generate(n);
}

/* A floating number from an integer. */
long generate_from_integer(long *from) {
    one(0x50); three(0xDF2C24);                                         /* push rax; fild qword [rsp] */
    if (from[Y_UNSIGNED] && from[Y_SIZE] == 8) {
        three(0x4885C0); two(0x7909);                                   /* test rax, rax; jns over */
        one(0x68); word(0x5F800000); three(0xD80424); one(0x58);        /* push 2^64; fadd dword [rsp]; pop rax */
    }
    one(0x58);                                                          /* pop rax */
}

/* An integer from a floating number: what is behind the point is cut off. */
long generate_to_integer(long *type) {
    one(0x50);                                                          /* push rax */
    if (type[Y_UNSIGNED] && type[Y_SIZE] == 8) {
        three(0xC70424); word(0x5F000000); three(0xD90424);             /* mov dword [rsp], 2^63; fld dword [rsp] */
        two(0xDBF1); two(0x770D);                                       /* fcomi st0, st1; ja small */
        two(0xDEE9); three(0xDD0C24); one(0x58);                        /* fsubp st1, st0; fisttp qword [rsp]; pop rax */
        five(0x480FBAF8, 63); two(0xEB06);                              /* btc rax, 63; jmp over */
        two(0xDDD8);                                                    /* small: fstp st0 */
    }
    three(0xDD0C24); one(0x58);                                         /* fisttp qword [rsp]; pop rax */
    extend(type);
}

long generate_convert(long *from, long *type) {
    if (is_floating(type)) {
        if (is_floating(from) == 0) generate_from_integer(from);
        if (is_floating(from) == 0 || from[Y_KIND] > type[Y_KIND]) round(type);
    }
    else if (type[Y_KIND] == VOID) discard(from);
    else if (is_floating(from)) generate_to_integer(type);
    else if (is_small(type)) extend(type);
}

/* A value that nobody asks for. */
long discard(long *type) { if (is_floating(type)) two(0xDDD8); }        /* fstp st0 */

/* 1 in rax if it is not 0. */
long generate_truth(long *n) {
    generate(n);
    if (is_floating(n[N_TYPE])) {
        two(0xD9EE); two(0xDFE9); two(0xDDD8);                          /* fldz; fucomip st0, st1; fstp st0 */
        three(0x0F95C0); three(0x0F9AC1); two(0x08C8); three(0x0FB6C0); /* setne al; setp cl; or al, cl; movzx eax, al */
    }
}

/* The byte of set<condition>. */
long condition_code(long op, long is_unsigned) {
    if (op == EQ) return 0x94;
    if (op == NE) return 0x95;
    if (op == '<') { if (is_unsigned) return 0x92; return 0x9C; }
    if (op == '>') { if (is_unsigned) return 0x97; return 0x9F; }
    if (op == LE) { if (is_unsigned) return 0x96; return 0x9E; }
    if (is_unsigned) return 0x93;
    return 0x9D;
}

/* An operator: the left operand in rax, the right one in rcx, both of a type. */
long generate_operator(long op, long *type) {
    long u = type[Y_UNSIGNED];
    if (op == '+') three(0x4801C8);                                     /* add rax, rcx */
    else if (op == '-') three(0x4829C8);                                /* sub rax, rcx */
    else if (op == '*') four(0x480FAFC1);                               /* imul rax, rcx */
    else if (op == '&') three(0x4821C8);                                /* and rax, rcx */
    else if (op == '|') three(0x4809C8);                                /* or rax, rcx */
    else if (op == '^') three(0x4831C8);                                /* xor rax, rcx */
    else if (op == SHL) three(0x48D3E0);                                /* shl rax, cl */
    else if (op == SHR) { if (u) three(0x48D3E8); else three(0x48D3F8); } /* shr, sar rax, cl */
    else if (op == '/' || op == '%') {
        if (u) { two(0x31D2); three(0x48F7F1); }                        /* xor edx, edx; div rcx */
        else { two(0x4899); three(0x48F7F9); }                          /* cqo; idiv rcx */
        if (op == '%') three(0x4889D0);                                 /* mov rax, rdx */
    }
    else {
        three(0x4839C8); one(0x0F); one(condition_code(op, u)); one(0xC0);  /* cmp rax, rcx; set<op> al */
        three(0x0FB6C0);                                                /* movzx eax, al */
        return 0;
    }
    if (is_small(type)) extend(type);
}

/* The same: the left operand in st0, the right one in st1. */
long generate_floating_operator(long op, long *type) {
    if (op == '+') two(0xDEC1);                                         /* faddp st1, st0 */
    else if (op == '-') two(0xDEE1);                                    /* fsubrp st1, st0 */
    else if (op == '*') two(0xDEC9);                                    /* fmulp st1, st0 */
    else if (op == '/') two(0xDEF1);                                    /* fdivrp st1, st0 */
    else if (is_comparison(op)) {
        if (op == '<' || op == LE) two(0xD9C9);                         /* fxch st1: of what is not a number, nothing is true but != */
        two(0xDFF1); two(0xDDD8);                                       /* fcomip st0, st1; fstp st0 */
        if (op == EQ) { three(0x0F94C0); three(0x0F9BC1); two(0x20C8); } /* sete al; setnp cl; and al, cl */
        else if (op == NE) { three(0x0F95C0); three(0x0F9AC1); two(0x08C8); } /* setne al; setp cl; or al, cl */
        else if (op == '<' || op == '>') three(0x0F97C0);               /* seta al */
        else three(0x0F93C0);                                           /* setae al */
        three(0x0FB6C0);                                                /* movzx eax, al */
        return 0;
    }
    else fail("floating numbers have no such operator");
    round(type);
}

long generate_binary(long *n) {
    long *left = n[N_LEFT];
    long op = n[N_KIND];
    generate(left);
    if (is_floating(left[N_TYPE])) {
        four(0x4883EC10); three(0xDB3C24);                              /* sub rsp, 16; fstp tbyte [rsp] */
        generate(n[N_RIGHT]);
        three(0xDB2C24); four(0x4883C410);                              /* fld tbyte [rsp]; add rsp, 16 */
        generate_floating_operator(op, left[N_TYPE]);
    }
    else {
        one(0x50);                                                      /* push rax */
        generate(n[N_RIGHT]);
        four(0x4889C158);                                               /* mov rcx, rax; pop rax */
        generate_operator(op, left[N_TYPE]);
    }
}

/* && and ||: both operands are 0 or 1. */
long generate_both(long *n) {
    generate(n[N_LEFT]);
    if (n[N_KIND] == OR) four(0x4883F001);                              /* xor rax, 1 */
    long end = jump_if_zero();
    generate(n[N_RIGHT]);
    if (n[N_KIND] == OR) four(0x4883F001);
    land(end);
    if (n[N_KIND] == OR) four(0x4883F001);
}

long generate_choice(long *n) {
    generate_truth(n[N_LEFT]);
    long no = jump_if_zero();
    generate(n[N_RIGHT]);
    long *right = n[N_RIGHT];
    long *third = n[N_THIRD];
    long *type = n[N_TYPE];
    if (type[Y_KIND] == VOID) discard(right[N_TYPE]);
    long end = jump();
    land(no);
    generate(third);
    if (type[Y_KIND] == VOID) discard(third[N_TYPE]);
    land(end);
}

/* Arguments lie on the stack, the first one lowest: 8 bytes each, 16 for a long double. */
long generate_call(long *n) {
    long size = 0;
    long *argument = n[N_RIGHT];
    while (argument) {
        generate(argument);
        long *type = argument[N_TYPE];
        if (is_floating(type)) {
            long bytes = argument_size(type);
            three(0x4883EC); one(bytes);                                /* sub rsp, n */
            if (type[Y_KIND] == FLOAT) three(0xD91C24);                 /* fstp dword [rsp] */
            else if (type[Y_KIND] == DOUBLE) three(0xDD1C24);           /* fstp qword [rsp] */
            else three(0xDB3C24);                                       /* fstp tbyte [rsp] */
        }
        else one(0x50);                                                 /* push rax */
        size = size + argument_size(type);
        argument = argument[N_NEXT];
    }
    long *function = n[N_LEFT];
    long *target = function[N_LEFT];
    long *object = 0;
    if (function[N_KIND] == ADDRESS && target[N_KIND] == GLOBAL) object = target[N_OBJECT];
    if (object && object[O_KIND] == FUNCTION_OBJECT) {
        one(0xE8);                                                      /* call */
        fixup(DISTANCE_4, here, object, 0);
        word(0);
    }
    else { generate(function); two(0xFFD0); }                           /* call rax */
    if (size) { three(0x4881C4); word(size); }                          /* add rsp, n */
}

long argument_size(long *type) { if (type[Y_KIND] == LONG_DOUBLE) return 16; return 8; }

long generate_assign(long *n) {
    long *left = n[N_LEFT];
    generate_address(left);
    one(0x50);                                                          /* push rax */
    if (n[N_KIND] == AFTER) {
        if (is_floating(left[N_TYPE])) fail("++ and -- behind a floating number are not supported");
        generate_top(left);
        four(0x488B0C24); four(0x48890424); one(0x51);                  /* mov rcx, [rsp]; mov [rsp], rax; push rcx */
    }
    generate(n[N_RIGHT]);
    one(0x59);                                                          /* pop rcx */
    if (left[N_KIND] == FIELD) set_field(left[N_OBJECT]); else store(n[N_TYPE]);
    if (n[N_KIND] == AFTER) one(0x58);                                  /* pop rax */
}

/* The value of the place whose address lies on top of the stack. */
long generate_top(long *place) {
    four(0x488B0424);                                                   /* mov rax, [rsp] */
    if (place[N_KIND] == FIELD) get_field(place[N_OBJECT]); else load(place[N_TYPE]);
}

long generate(long *n) {
    deeper();
    generate_node(n);
    shallower();
}

long generate_node(long *n) {
    long k = n[N_KIND];
    long *type = n[N_TYPE];
    long *left = n[N_LEFT];
    if (k == CONSTANT) generate_constant(n[N_VALUE]);
    else if (k == FRACTION) generate_fraction(n);
    else if (k == ADDRESS) generate_address(left);
    else if (is_place(n)) { generate_address(n); load(type); }
    else if (k == FIELD) { generate_address(left); get_field(n[N_OBJECT]); }
    else if (k == TOP) generate_top(n[N_OBJECT]);
    else if (k == ASSIGN || k == CHANGE || k == AFTER) generate_assign(n);
    else if (k == CALL) generate_call(n);
    else if (k == CHOICE) generate_choice(n);
    else if (k == CONVERT) { generate(left); generate_convert(left[N_TYPE], type); }
    else if (k == NOT) { generate_truth(left); three(0x4885C0); three(0x0F94C0); three(0x0FB6C0); } /* test rax, rax; sete al; movzx eax, al */
    else if (k == NEGATE && is_floating(type)) { generate(left); two(0xD9E0); } /* fchs */
    else if (k == NEGATE) { generate(left); three(0x48F7D8); extend(type); } /* neg rax */
    else if (k == COMPLEMENT) { generate(left); three(0x48F7D0); extend(type); } /* not rax */
    else if (k == COMMA) { generate(left); discard(left[N_TYPE]); generate(n[N_RIGHT]); }
    else if (k == AND || k == OR) generate_both(n);
    else generate_binary(n);
}
