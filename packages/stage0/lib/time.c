/* It is always the first of January 1980: __DATE__ does not tell when something was built. */
#include <time.h>
#include <sys/time.h>

enum { SECONDS = 315532800 };

time_t time(time_t *t)
{
    if (t)
        *t = SECONDS;
    return SECONDS;
}

struct tm *localtime(const time_t *t)
{
    static struct tm first = { 0, 0, 0, 1, 0, 80, 2 };
    return &first;
}

int gettimeofday(struct timeval *t, void *zone)
{
    t->tv_sec = SECONDS;
    t->tv_usec = 0;
    return 0;
}
