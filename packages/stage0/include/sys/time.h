#ifndef SYS_TIME_H
#define SYS_TIME_H
struct timeval { long tv_sec, tv_usec; };
int gettimeofday(struct timeval *t, void *zone);
#endif
