#ifndef UNISTD_H
#define UNISTD_H
#include <stddef.h>
typedef long ssize_t;
#define R_OK 4
int close(int file);
long read(int file, void *to, size_t n);
long write(int file, const void *from, size_t n);
long lseek(int file, long offset, int from);
int unlink(const char *name);
long syscall(long number, ...);
char *getcwd(char *to, size_t n);
int execvp(const char *program, char *const *arguments);
#endif
