/* Preloaded into a process, makes the n-th call on a file of the store fail. Built by FaultTests. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static char ours[4096];
static int countdown, error, hit;

/* From the next call on, counts; the n-th fails once with the error given. */
void fault_arm(int nth, int code) { countdown = nth; error = code; hit = 0; }

/* Ends counting; whether a call failed. */
int fault_disarm(void) { countdown = 0; return hit; }

static int fails(void)
{
    if (countdown == 0 || --countdown > 0)
        return 0;
    hit = 1;
    errno = error;
    return 1;
}

static int is_ours(const char *path)
{
    const char *name = getenv("FAULT_PATH");
    return path && name && strstr(path, name) != NULL;
}

static int is_open(int file) { return file >= 0 && file < (int)sizeof ours && ours[file]; }

static int opened(const char *path, int file)
{
    if (file >= 0 && file < (int)sizeof ours)
        ours[file] = is_ours(path);
    return file;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define MODE(flags) mode_t mode = 0; if (flags & O_CREAT) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { MODE(flags) return is_ours(path) && fails() ? -1 : opened(path, REAL(open)(path, flags, mode)); }
int open64(const char *path, int flags, ...) { MODE(flags) return is_ours(path) && fails() ? -1 : opened(path, REAL(open64)(path, flags, mode)); }
int close(int file) { if (is_open(file)) ours[file] = 0; return REAL(close)(file); }
int unlink(const char *path) { return is_ours(path) && fails() ? -1 : REAL(unlink)(path); }
int rename(const char *from, const char *to) { return is_ours(to) && fails() ? -1 : REAL(rename)(from, to); }
int fsync(int file) { return is_open(file) && fails() ? -1 : REAL(fsync)(file); }
int fdatasync(int file) { return is_open(file) && fails() ? -1 : REAL(fdatasync)(file); }
int ftruncate(int file, off_t length) { return is_open(file) && fails() ? -1 : REAL(ftruncate)(file, length); }
int ftruncate64(int file, off64_t length) { return is_open(file) && fails() ? -1 : REAL(ftruncate64)(file, length); }
ssize_t write(int file, const void *bytes, size_t count) { return is_open(file) && fails() ? -1 : REAL(write)(file, bytes, count); }
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { return is_open(file) && fails() ? -1 : REAL(pwrite)(file, bytes, count, at); }
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) { return is_open(file) && fails() ? -1 : REAL(pwrite64)(file, bytes, count, at); }
ssize_t read(int file, void *bytes, size_t count) { return is_open(file) && fails() ? -1 : REAL(read)(file, bytes, count); }
ssize_t pread(int file, void *bytes, size_t count, off_t at) { return is_open(file) && fails() ? -1 : REAL(pread)(file, bytes, count, at); }
ssize_t pread64(int file, void *bytes, size_t count, off64_t at) { return is_open(file) && fails() ? -1 : REAL(pread64)(file, bytes, count, at); }

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    int (*real)(int, const char *, int, const char *, unsigned) = dlsym(RTLD_NEXT, "renameat2");
    return is_ours(to) && fails() ? -1 : real(from_folder, from, to_folder, to, flags);
}
