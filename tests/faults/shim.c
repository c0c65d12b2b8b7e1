/* Makes the n-th output call of a process fail, or kills the process there; loaded with LD_PRELOAD.
 *
 * An output call is one that changes a file system: it opens a file for writing, writes, flushes,
 * closes what was written, makes, renames or removes, changes modes, or locks. The streams 0 to 2
 * are not counted. `fault_arm` starts the count anew: it takes the number of the call, the errno (0: a
 * kill), whether folders cannot be exchanged, and whether all later calls fail too.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long count, fatal;  /* calls so far; the one at which it happens, from one; 0: none */
static int number, exchange_refused, lasting;  /* the errno, or 0: SIGKILL; two switches */
static char names[1 << 20];  /* the calls so far, by name */
static size_t named;
static unsigned char written[4096];  /* descriptors that were opened for writing */

void fault_arm(long at, int error, int refuse, int last) {
    count = 0;
    named = 0;
    fatal = at;
    number = error;
    exchange_refused = refuse;
    lasting = last;
}

const char *fault_names(void) { return names; }

static int fails(const char *name) {
    if (named + 32 < sizeof names) named += (size_t)snprintf(names + named, 32, "%s ", name);
    ++count;
    if (fatal == 0 || count < fatal || (count > fatal && !lasting)) return 0;
    if (number == 0) kill(getpid(), SIGKILL);
    errno = number;
    return 1;
}

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

#define CALL(result, name, declared, given)                               \
    result name declared {                                                \
        static result (*next) declared;                                   \
        if (!next) next = (result(*) declared)real(#name);                \
        return fails(#name) ? -1 : next given;                                 \
    }

CALL(int, mkdir, (const char *path, mode_t mode), (path, mode))
CALL(int, mkdirat, (int at, const char *path, mode_t mode), (at, path, mode))
CALL(int, chmod, (const char *path, mode_t mode), (path, mode))
CALL(int, fchmod, (int file, mode_t mode), (file, mode))
CALL(int, fchmodat, (int at, const char *path, mode_t mode, int flags), (at, path, mode, flags))
CALL(int, rename, (const char *from, const char *to), (from, to))
CALL(int, renameat, (int one, const char *from, int other, const char *to), (one, from, other, to))
CALL(int, unlink, (const char *path), (path))
CALL(int, unlinkat, (int at, const char *path, int flags), (at, path, flags))
CALL(int, rmdir, (const char *path), (path))
CALL(int, ftruncate, (int file, off_t size), (file, size))
CALL(int, ftruncate64, (int file, off64_t size), (file, size))
CALL(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size, at))
CALL(ssize_t, pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size, at))
CALL(ssize_t, writev, (int file, const struct iovec *data, int many), (file, data, many))
CALL(int, flock, (int file, int operation), (file, operation))

/* A flush that does not fail reaches no disk: a kill loses nothing of what the system was given. */
int fsync(int file) { return (void)file, fails("fsync") ? -1 : 0; }
int fdatasync(int file) { return (void)file, fails("fdatasync") ? -1 : 0; }

int renameat2(int one, const char *from, int other, const char *to, unsigned flags) {
    static int (*next)(int, const char *, int, const char *, unsigned);
    if (!next) next = (int (*)(int, const char *, int, const char *, unsigned))real("renameat2");
    if (fails("renameat2")) return -1;
    if (exchange_refused) {
        errno = EINVAL;
        return -1;
    }
    return next(one, from, other, to, flags);
}

ssize_t write(int file, const void *data, size_t size) {
    static ssize_t (*next)(int, const void *, size_t);
    if (!next) next = (ssize_t(*)(int, const void *, size_t))real("write");
    return file > 2 && fails("write") ? -1 : next(file, data, size);
}

/* A call that fails has closed the descriptor all the same, as on Linux. */
int close(int file) {
    static int (*next)(int);
    if (!next) next = (int (*)(int))real("close");
    int tracked = file >= 0 && file < (int)sizeof written && written[file];
    if (!tracked) return next(file);
    written[file] = 0;
    int failed = fails("close");
    int result = next(file);
    if (!failed) return result;
    errno = number;
    return -1;
}

static int opened(int file, int flags) {
    if (file >= 0 && file < (int)sizeof written) written[file] = (flags & O_ACCMODE) != O_RDONLY;
    return file;
}

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        static int (*next)(const char *, int, ...);                       \
        if (!next) next = (int (*)(const char *, int, ...))real(#name);   \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                     \
        if ((flags & O_ACCMODE) != O_RDONLY && fails(#name)) return -1;        \
        return opened(next(path, flags, mode), flags);                    \
    }

#define OPENAT(name)                                                      \
    int name(int at, const char *path, int flags, ...) {                  \
        static int (*next)(int, const char *, int, ...);                  \
        if (!next) next = (int (*)(int, const char *, int, ...))real(#name); \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest);                                                     \
        if ((flags & O_ACCMODE) != O_RDONLY && fails(#name)) return -1;        \
        return opened(next(at, path, flags, mode), flags);                \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
