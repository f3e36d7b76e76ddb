#ifndef ERRNO_H
#define ERRNO_H
extern int errno;
#define ENOENT 2
#define EINTR 4
#endif
