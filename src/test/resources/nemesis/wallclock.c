/*
 * Preloaded into a program, sets its wall clock off: by as many milliseconds as stand in the eight bytes of the file that the variable
 * WALLCLOCK_FILE names, read anew each time. The monotonic clock stays as it is. Needs no headers, so that the compiler alone is enough.
 */
struct timespec { long sec; long nsec; };
struct timeval { long sec; long usec; };

long syscall(long number, ...);
char *getenv(const char *name);
int open(const char *path, int flags, ...);
void *mmap(void *at, unsigned long length, int protection, int flags, int file, long offset);

#ifdef __aarch64__
#define CLOCK_GETTIME 113
#else
#define CLOCK_GETTIME 228
#endif
#define REALTIME 0
#define REALTIME_COARSE 5

static volatile long *off;

__attribute__((constructor)) static void map_file(void) {
    const char *path = getenv("WALLCLOCK_FILE");
    int file = path ? open(path, 0) : -1;
    void *mapped = file < 0 ? (void *) -1 : mmap(0, sizeof(long), 1, 1, file, 0);
    off = mapped == (void *) -1 ? 0 : (volatile long *) mapped;
}

int clock_gettime(int clock, struct timespec *time) {
    long result = syscall(CLOCK_GETTIME, (long) clock, time);
    if (result == 0 && off && (clock == REALTIME || clock == REALTIME_COARSE)) {
        long nanos = time->nsec + *off % 1000 * 1000000;
        long carry = nanos < 0 ? -1 : nanos >= 1000000000 ? 1 : 0;
        time->sec += *off / 1000 + carry;
        time->nsec = nanos - carry * 1000000000;
    }
    return (int) result;
}

int gettimeofday(struct timeval *time, void *zone) {
    struct timespec now;
    int result = clock_gettime(REALTIME, &now);
    (void) zone;
    time->sec = now.sec;
    time->usec = now.nsec / 1000;
    return result;
}
