#ifndef SETJMP_H
#define SETJMP_H
/* cc keeps three registers, others eight. */
typedef long jmp_buf[8];
int setjmp(jmp_buf buffer);
void longjmp(jmp_buf buffer, int value);
#endif
