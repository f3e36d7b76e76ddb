/* Arguments lie one behind the other on the stack, 8 bytes each, 16 for a long double. */
#ifndef STDARG_H
#define STDARG_H
typedef char *va_list;
#define va_start(list, last) ((list) = (char *)&(last) + 8)
#define va_arg(list, type) (*(type *)(((list) += sizeof(type) > 8 ? 16 : 8) - (sizeof(type) > 8 ? 16 : 8)))
#define va_copy(to, from) ((to) = (from))
#define va_end(list) ((void)0)
#endif
