#include <stdlib.h>
#define assert(condition) ((condition) ? (void)0 : abort())
