/* bunzip2 FILE OUTPUT: the bytes that bzip2 packed. Each block's checksum is compared, and the file's. */
#include <stdio.h>
#include <stdlib.h>

enum { LARGEST = 900000, SYMBOLS = 258, GROUP = 50, TABLES = 6, LONGEST = 20 };

static FILE *in, *out;
static unsigned int bits, bit_count;
static unsigned int crc_table[256];
static unsigned int block[LARGEST];
static unsigned char selectors[32768];

/* A code: how many codes there are of each length, where the first of a length lies, and what each stands for. */
struct table {
    int count[LONGEST + 1];
    unsigned short symbols[SYMBOLS];
};
static struct table tables[TABLES];

static void fail(const char *what)
{
    fprintf(stderr, "bunzip2: %s\n", what);
    exit(1);
}

static unsigned int read_bits(unsigned int n)
{
    unsigned int value = 0;
    while (n--) {
        if (!bit_count) {
            int c = fgetc(in);
            if (c == EOF)
                fail("the file ends too early");
            bits = c;
            bit_count = 8;
        }
        bit_count--;
        value = value << 1 | (bits >> bit_count & 1);
    }
    return value;
}

static void make_crc_table(void)
{
    unsigned int i, j, c;
    for (i = 0; i < 256; i++) {
        c = i << 24;
        for (j = 0; j < 8; j++)
            c = c & 0x80000000u ? c << 1 ^ 0x04C11DB7 : c << 1;
        crc_table[i] = c;
    }
}

/* The code of each symbol is given by its length alone: shorter ones first, then in the order of the symbols. */
static void read_table(struct table *t, int symbols)
{
    unsigned char lengths[SYMBOLS];
    int i, n, length = read_bits(5);
    for (i = 0; i <= LONGEST; i++)
        t->count[i] = 0;
    for (i = 0; i < symbols; i++) {
        while (read_bits(1))
            length += read_bits(1) ? -1 : 1;
        if (length < 1 || length > LONGEST)
            fail("a code is too long");
        lengths[i] = length;
        t->count[length]++;
    }
    n = 0;
    for (length = 1; length <= LONGEST; length++)
        for (i = 0; i < symbols; i++)
            if (lengths[i] == length)
                t->symbols[n++] = i;
}

static int read_symbol(struct table *t)
{
    int length, code = 0, first = 0, index = 0;
    for (length = 1; length <= LONGEST; length++) {
        code = code << 1 | read_bits(1);
        if (code - first < t->count[length])
            return t->symbols[index + code - first];
        index += t->count[length];
        first = first + t->count[length] << 1;
    }
    fail("a code is unknown");
    return 0;
}

/* Which bytes occur in a block; how many. */
static int read_used(unsigned char *used)
{
    unsigned int sixteens = read_bits(16), i, j, n = 0;
    for (i = 0; i < 16; i++)
        if (sixteens & 0x8000 >> i) {
            unsigned int ones = read_bits(16);
            for (j = 0; j < 16; j++)
                if (ones & 0x8000 >> j)
                    used[n++] = i * 16 + j;
        }
    if (!n)
        fail("a block is empty");
    return n;
}

static int read_selectors(int count)
{
    unsigned char order[TABLES];
    int i, j, n = read_bits(15);
    if (count < 2 || count > TABLES || !n)
        fail("a block is damaged");
    for (i = 0; i < count; i++)
        order[i] = i;
    for (i = 0; i < n; i++) {
        unsigned char which;
        for (j = 0; read_bits(1); j++)
            if (j + 1 >= count)
                fail("a block is damaged");
        which = order[j];
        for (; j; j--)
            order[j] = order[j - 1];
        selectors[i] = order[0] = which;
    }
    return n;
}

/* Fills the block with the last column of the sorted rotations; its length. */
static int read_column(int largest)
{
    unsigned char used[256];
    int symbols = read_used(used) + 2, count = read_bits(3), groups = read_selectors(count);
    int group = 0, left = 0, length = 0, run = 0, weight = 1, i, symbol;
    struct table *t = tables;
    for (i = 0; i < count; i++)
        read_table(&tables[i], symbols);
    for (;;) {
        if (!left--) {
            if (group == groups)
                fail("a block is damaged");
            t = &tables[selectors[group++]];
            left = GROUP - 1;
        }
        symbol = read_symbol(t);
        if (symbol < 2) {
            if (weight > largest)
                fail("a block is too long");
            run += weight << symbol;
            weight <<= 1;
            continue;
        }
        if (run > largest - length)
            fail("a block is too long");
        for (; run; run--)
            block[length++] = used[0];
        weight = 1;
        if (symbol == symbols - 1)
            return length;
        if (length == largest)
            fail("a block is too long");
        {
            unsigned char c = used[symbol - 1];
            for (i = symbol - 1; i; i--)
                used[i] = used[i - 1];
            used[0] = c;
            block[length++] = c;
        }
    }
}

/* Undoes the sorting, then the runs of four equal bytes and a count; the checksum of what is written. */
static unsigned int write_block(int length, unsigned int origin)
{
    int counts[256], i, sum = 0, same = 0, last = -1;
    unsigned int crc = 0xFFFFFFFF, position;
    if (origin >= length)
        fail("a block is damaged");
    for (i = 0; i < 256; i++)
        counts[i] = 0;
    for (i = 0; i < length; i++)
        counts[block[i] & 255]++;
    for (i = 0; i < 256; i++) {
        int n = counts[i];
        counts[i] = sum;
        sum += n;
    }
    for (i = 0; i < length; i++)
        block[counts[block[i] & 255]++] |= i << 8;
    position = block[origin] >> 8;
    for (i = 0; i < length; i++) {
        int c = block[position] & 255, n = 1;
        position = block[position] >> 8;
        if (same == 4) {
            n = c;
            c = last;
            same = 0;
        } else {
            same = c == last ? same + 1 : 1;
            last = c;
        }
        while (n--) {
            crc = crc << 8 ^ crc_table[crc >> 24 ^ c];
            if (fputc(c, out) == EOF)
                fail("cannot write");
        }
    }
    return ~crc;
}

int main(int argc, char **argv)
{
    unsigned int total = 0;
    int largest;
    if (argc != 3 || !(in = fopen(argv[1], "r")) || !(out = fopen(argv[2], "w")))
        fail("usage: bunzip2 FILE OUTPUT");
    make_crc_table();
    if (read_bits(24) != 0x425A68)
        fail("the file was not packed by bzip2");
    largest = (int)read_bits(8) - '0';
    if (largest < 1 || largest > 9)
        fail("the file is damaged");
    for (;;) {
        unsigned int first = read_bits(24), second = read_bits(24), crc = read_bits(32);
        if (first == 0x177245 && second == 0x385090) {
            if (crc != total)
                fail("the file's checksum is wrong");
            break;
        }
        if (first != 0x314159 || second != 0x265359)
            fail("a block is damaged");
        total = (total << 1 | total >> 31) ^ crc;
        if (read_bits(1))
            fail("a block of an old kind is not supported");
        {
            unsigned int origin = read_bits(24);
            int length = read_column(largest * 100000);
            if (write_block(length, origin) != crc)
                fail("a block's checksum is wrong");
        }
    }
    if (fgetc(in) != EOF)
        fail("something stands behind the packed bytes");
    if (fclose(out))
        fail("cannot write");
    return 0;
}
