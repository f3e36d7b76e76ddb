#ifndef STDLIB_H
#define STDLIB_H
#include <stddef.h>
void exit(int code);
void abort(void);
void *malloc(size_t n);
void *realloc(void *p, size_t n);
void free(void *p);
char *getenv(const char *name);
long strtol(const char *text, char **end, int base);
unsigned long strtoul(const char *text, char **end, int base);
long strtoll(const char *text, char **end, int base);
unsigned long strtoull(const char *text, char **end, int base);
double strtod(const char *text, char **end);
float strtof(const char *text, char **end);
long double strtold(const char *text, char **end);
int atoi(const char *text);
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
#endif
