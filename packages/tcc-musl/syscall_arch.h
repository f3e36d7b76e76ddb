/* In the place of musl's: tcc cannot put a value into r8, r9 or r10 itself. */
#define __SYSCALL_LL_E(x) (x)
#define __SYSCALL_LL_O(x) (x)

static __inline long __syscall6(long n, long a1, long a2, long a3, long a4, long a5, long a6)
{
	long ret;
	__asm__ __volatile__ ("mov %5, %%r10; mov %6, %%r8; mov %7, %%r9; syscall" : "=a"(ret)
		: "a"(n), "D"(a1), "S"(a2), "d"(a3), "m"(a4), "m"(a5), "m"(a6) : "rcx", "r8", "r9", "r10", "r11", "memory");
	return ret;
}

static __inline long __syscall0(long n) { return __syscall6(n, 0, 0, 0, 0, 0, 0); }
static __inline long __syscall1(long n, long a) { return __syscall6(n, a, 0, 0, 0, 0, 0); }
static __inline long __syscall2(long n, long a, long b) { return __syscall6(n, a, b, 0, 0, 0, 0); }
static __inline long __syscall3(long n, long a, long b, long c) { return __syscall6(n, a, b, c, 0, 0, 0); }
static __inline long __syscall4(long n, long a, long b, long c, long d) { return __syscall6(n, a, b, c, d, 0, 0); }
static __inline long __syscall5(long n, long a, long b, long c, long d, long e) { return __syscall6(n, a, b, c, d, e, 0); }

#define IPC_64 0
