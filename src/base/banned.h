/* banned.h - which functions of libc does this house not use?
 *
 * Included last by base.h, after the system headers.  Function-like macros,
 * so a pointer or a field of the same name still compiles. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#define BANNED(name) name is banned_in_this_house
#undef strcpy
#define strcpy(a, b) BANNED(strcpy)
#undef strcat
#define strcat(a, b) BANNED(strcat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef strtok
#define strtok(a, b) BANNED(strtok)
#undef localtime
#define localtime(a) BANNED(localtime)
#undef gmtime
#define gmtime(a) BANNED(gmtime)
#undef atoi
#define atoi(a) BANNED(atoi)
#undef atol
#define atol(a) BANNED(atol)
#undef strtod
#define strtod(a, b) BANNED(strtod)
#undef system
#define system(a) BANNED(system)
#undef popen
#define popen(a, b) BANNED(popen)
#undef rand
#define rand() BANNED(rand)
#undef alloca
#define alloca(a) BANNED(alloca)

#endif
