/* gunzip FILE OUTPUT: RFC 1952, and RFC 1951 within it. One member, as tar files are packed; its checksum is verified. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW = 32768, LONGEST = 15, SYMBOLS = 288 };

static FILE *in, *out;
static unsigned bits, bit_count;            /* what was read and not used yet, lowest bit first */
static unsigned char window[WINDOW];
static unsigned long written;
static unsigned checksum = 0xffffffff;

/* A Huffman code: how many codes there are of each length, and their symbols in order. */
struct code { unsigned short count[LONGEST + 1], symbol[SYMBOLS]; };
static struct code literals, distances;

static void fail(const char *what)
{
    fprintf(stderr, "gunzip: %s\n", what);
    exit(1);
}

static unsigned byte(void)
{
    int c = fgetc(in);
    if (c == EOF)
        fail("the file ends too early");
    return c;
}

static unsigned take(int n)
{
    unsigned value;
    while (bit_count < n) {
        bits |= byte() << bit_count;
        bit_count += 8;
    }
    value = bits & ((1u << n) - 1);
    bits >>= n;
    bit_count -= n;
    return value;
}

static void put(int c)
{
    int i;
    window[written++ % WINDOW] = c;
    checksum ^= c;
    for (i = 0; i < 8; i++)
        checksum = checksum >> 1 ^ (checksum & 1 ? 0xedb88320 : 0);
    if (fputc(c, out) == EOF)
        fail("cannot write");
}

static void make_code(struct code *code, const unsigned char *lengths, int n)
{
    int start[LONGEST + 2], i, left = 1;
    memset(code->count, 0, sizeof code->count);
    for (i = 0; i < n; i++)
        code->count[lengths[i]]++;
    code->count[0] = 0;
    start[1] = 0;
    for (i = 1; i <= LONGEST; i++) {
        start[i + 1] = start[i] + code->count[i];
        if ((left = left * 2 - code->count[i]) < 0)
            fail("a code has too many symbols");
    }
    for (i = 0; i < n; i++)
        if (lengths[i])
            code->symbol[start[lengths[i]]++] = i;
}

static int decode(struct code *code)
{
    int value = 0, first = 0, index = 0, length;
    for (length = 1; length <= LONGEST; length++) {
        value |= take(1);
        if (value - first < code->count[length])
            return code->symbol[index + value - first];
        index += code->count[length];
        first = (first + code->count[length]) * 2;
        value *= 2;
    }
    fail("a code is damaged");
    return 0;
}

static void copy(int length, unsigned long distance)
{
    if (distance > written || distance > WINDOW)
        fail("a distance is too large");
    while (length--)
        put(window[(written - distance) % WINDOW]);
}

/* RFC 1951, 3.2.5: lengths and distances come in groups, each twice as wide as two or four before it. */
static int length_of(int symbol)
{
    int extra = symbol < 261 || symbol == 285 ? 0 : (symbol - 261) / 4;
    if (symbol > 285)
        fail("a length is damaged");
    if (symbol == 285)
        return 258;
    return symbol < 265 ? symbol - 254 : ((symbol - 261) % 4 + 4 << extra) + 3 + take(extra);
}

static unsigned long distance_of(int symbol)
{
    int extra = symbol < 4 ? 0 : symbol / 2 - 1;
    if (symbol > 29)
        fail("a distance is damaged");
    return symbol < 4 ? symbol + 1 : (symbol % 2 + 2 << extra) + 1 + take(extra);
}

static void compressed(void)
{
    int symbol, length;
    while ((symbol = decode(&literals)) != 256)
        if (symbol < 256)
            put(symbol);
        else {
            length = length_of(symbol);
            copy(length, distance_of(decode(&distances)));
        }
}

static void stored(void)
{
    unsigned n, complement;
    bits = bit_count = 0;
    n = take(16);
    complement = take(16);
    if (n != (complement ^ 0xffff))
        fail("a length is damaged");
    while (n--)
        put(byte());
}

static void fixed_codes(void)
{
    unsigned char lengths[SYMBOLS];
    memset(lengths, 8, 144);
    memset(lengths + 144, 9, 112);
    memset(lengths + 256, 7, 24);
    memset(lengths + 280, 8, 8);
    make_code(&literals, lengths, SYMBOLS);
    memset(lengths, 5, 30);
    make_code(&distances, lengths, 30);
}

static void own_codes(void)
{
    static const unsigned char order[19] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
    unsigned char lengths[SYMBOLS + 32];
    int literal_count = take(5) + 257, total = literal_count + take(5) + 1, n = take(4) + 4, i, repeat, symbol;
    if (literal_count > 286)
        fail("too many symbols");
    memset(lengths, 0, 19);
    for (i = 0; i < n; i++)
        lengths[order[i]] = take(3);
    make_code(&literals, lengths, 19);
    for (i = 0; i < total; ) {
        symbol = decode(&literals);
        repeat = symbol < 16 ? 1 : symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
        if (symbol == 16 && !i || i + repeat > total)
            fail("a length is damaged");
        symbol = symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0;
        while (repeat--)
            lengths[i++] = symbol;
    }
    make_code(&literals, lengths, literal_count);
    make_code(&distances, lengths + literal_count, total - literal_count);
}

static void header(void)
{
    int flags, n;
    if (byte() != 31 || byte() != 139 || byte() != 8)
        fail("this is no gzip file");
    flags = byte();
    for (n = 0; n < 6; n++)
        byte();
    if (flags & 4)
        for (n = byte(), n += byte() << 8; n; n--)
            byte();
    for (n = 8; n <= 16; n *= 2)            /* a name, a comment */
        while (flags & n && byte())
            ;
    if (flags & 2)
        take(16);
}

int main(int argc, char **argv)
{
    int last, kind;
    unsigned low;
    if (argc != 3 || !(in = fopen(argv[1], "r")) || !(out = fopen(argv[2], "w")))
        fail("usage: gunzip FILE OUTPUT");
    header();
    do {
        last = take(1);
        kind = take(2);
        if (kind == 0)
            stored();
        else if (kind == 3)
            fail("a block is of no known kind");
        else {
            if (kind == 1)
                fixed_codes();
            else
                own_codes();
            compressed();
        }
    } while (!last);
    bits = bit_count = 0;
    low = take(16);
    if ((low | take(16) << 16) != ~checksum)
        fail("the checksum is wrong");
    low = take(16);
    if ((low | take(16) << 16) != (unsigned)written)
        fail("the length is wrong");
    if (fclose(out))
        fail("cannot write");
    return 0;
}
