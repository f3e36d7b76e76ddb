/* The program that is made: its bytes, and the places that are filled in when all addresses are known. */

enum { BASE = 0x400000, DATA_BASE = 0x10000000, CODE_SIZE = 0x400000, DATA_SIZE = 0x400000, HEADERS = 176 };
char code[0x400000];
long here;              /* bytes of code */
char data[0x400000];
long data_here;         /* bytes of data */

/* What names stand for. VALUE: the place in the frame, in the code or in the data; a constant. DEFINED: 1, or 2 for data
   that begins as 0 and gets its place at the end, unless it is defined until then. */
enum { LOCAL_OBJECT = 1, FUNCTION_OBJECT, DATA_OBJECT, CONSTANT_OBJECT, TYPE_OBJECT };
enum { O_KIND, O_TYPE, O_VALUE, O_DEFINED, O_SYMBOL, O_OUTER, O_BELOW, O_LENGTH };
long *objects;          /* all functions and data, the last one first */

long new_object(long *symbol, long kind, long *type) {
    long *o = record(O_LENGTH);
    o[O_KIND] = kind;
    o[O_TYPE] = type;
    o[O_SYMBOL] = symbol;
    if (kind == DATA_OBJECT || kind == FUNCTION_OBJECT) { o[O_BELOW] = objects; objects = o; }
    return o;
}

/* Places to fill in: an address of four bytes in the code, a distance from behind it, an address of eight bytes in the data. */
enum { ADDRESS_4, DISTANCE_4, ADDRESS_8 };
enum { X_KIND, X_PLACE, X_OBJECT, X_VALUE, X_BELOW, X_LENGTH };
long *fixups;

long fixup(long kind, long where, long object, long value) {
    long *x = record(X_LENGTH);
    x[X_KIND] = kind;
    x[X_PLACE] = where;
    x[X_OBJECT] = object;
    x[X_VALUE] = value;
    x[X_BELOW] = fixups;
    fixups = x;
}

long put(char *where, long n, long value) {
    long i = 0;
    while (i < n) { where[i] = value >> 8 * i; i = i + 1; }
}

long one(long b) {
    if (here == CODE_SIZE) fail("too much code");
    code[here] = b;
    here = here + 1;
}

/* Code, written as it is read: the first byte is the highest. */
long two(long n) { one(n >> 8); one(n); }
long three(long n) { one(n >> 16); two(n); }
long four(long n) { two(n >> 16); two(n); }
long five(long n, long last) { four(n); one(last); }

/* A number of four bytes, the lowest byte first. */
long word(long n) {
    if (n != n << 32 >> 32) fail("number of more than 32 bits");
    if (here + 4 > CODE_SIZE) fail("too much code");
    put(code + here, 4, n);
    here = here + 4;
}

/* Jumps whose target comes later: the last bytes of the instruction, to be given to land(). */
long jump() { one(0xE9); word(0); return here; }                        /* jmp */
long jump_if_zero() { three(0x4885C0); two(0x0F84); word(0); return here; } /* test rax, rax; jz */
long land(long from) { put(code + from - 4, 4, here - from); }
long jump_to(long place) { one(0xE9); word(place - here - 4); }

/* So many bytes in the data, all 0; their place. */
long data_room(long n, long align) {
    data_here = aligned(data_here, align);
    if (data_here + n > DATA_SIZE) fail("too much data");
    long place = data_here;
    data_here = data_here + n;
    return place;
}

long data_bytes(char *text, long n) {
    long place = data_room(n, 1);
    copy_bytes(data + place, text, n);
    return place;
}
