#ifndef SETJMP_H
#define SETJMP_H
/* rbp, rsp, where to return to; setjmp and longjmp are made by cc. */
typedef long jmp_buf[3];
#endif
