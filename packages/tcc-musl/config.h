/* Not "native": nothing is run in memory. */
#undef __x86_64__
#define TCC_VERSION "0.9.27"
#define CONFIG_TCC_STATIC 1
#define TCC_TARGET_X86_64 1
#define CONFIG_TCCBOOT 1
#define CONFIG_TCCDIR "/lib/tcc"
#define CONFIG_TCC_CRTPREFIX "/lib"
#define CONFIG_TCC_LIBPATHS "/lib"
#define CONFIG_TCC_SYSINCLUDEPATHS "/include:{B}/include"
#define CONFIG_TCC_ELFINTERP "/nonexistent"
#ifndef __linux__
#define __linux__ 1
#define __linux 1
#endif
