/* Runs a command and lets one system call of one program fail, by seccomp's user notifications (seccomp_unotify(2)): calls are seen whatever
 * library they come from, and those of the runtime on files of its own are left alone. Needs root.
 *
 *   fault NUMBER SEED PROGRAM FOLDER:FOLDER... REPORT COMMAND...
 *
 * Counts the calls that PROGRAM makes on paths in the folders, and its starts of other programs. The one of that NUMBER fails, 0 for none; SEED
 * chooses the error among those that the call can have. The file REPORT then has the count, and what failed. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where a call names its file: a path, a folder's descriptor and a path, a descriptor, or nowhere. */
enum place { PATH, AT, FD, NOTHING };

struct call { int number; const char *name; enum place place; int argument; int errors[5]; };

static const struct call calls[] = {
    {SYS_open, "open", PATH, 0, {EMFILE, EACCES, EIO, EROFS}},
    {SYS_openat, "openat", AT, 0, {EMFILE, EACCES, EIO, ENOSPC, EROFS}},
    {SYS_read, "read", FD, 0, {EIO}},
    {SYS_pread64, "pread64", FD, 0, {EIO}},
    {SYS_write, "write", FD, 0, {ENOSPC, EIO, EFBIG}},
    {SYS_writev, "writev", FD, 0, {ENOSPC, EIO}},
    {SYS_pwrite64, "pwrite64", FD, 0, {ENOSPC, EIO, EFBIG}},
    {SYS_pwritev, "pwritev", FD, 0, {ENOSPC, EIO}},
    {SYS_ftruncate, "ftruncate", FD, 0, {EIO, EFBIG}},
    {SYS_fsync, "fsync", FD, 0, {EIO, ENOSPC}},
    {SYS_fdatasync, "fdatasync", FD, 0, {EIO, ENOSPC}},
    {SYS_flock, "flock", FD, 0, {ENOLCK, EIO}},
    {SYS_getdents64, "getdents64", FD, 0, {EIO}},
    {SYS_fchmod, "fchmod", FD, 0, {EPERM, EIO}},
    {SYS_copy_file_range, "copy_file_range", FD, 0, {ENOSPC, EIO}},
    {SYS_stat, "stat", PATH, 0, {EIO, EACCES}},
    {SYS_lstat, "lstat", PATH, 0, {EIO, EACCES}},
    {SYS_newfstatat, "newfstatat", AT, 0, {EIO, EACCES}},
    {SYS_statx, "statx", AT, 0, {EIO, EACCES}},
    {SYS_access, "access", PATH, 0, {EIO, EACCES}},
    {SYS_rename, "rename", PATH, 0, {EIO, ENOSPC, EROFS, EACCES}},
    {SYS_renameat2, "renameat2", AT, 0, {EIO, ENOSPC, EROFS, EACCES}},
    {SYS_mkdir, "mkdir", PATH, 0, {ENOSPC, EROFS, EACCES}},
    {SYS_mkdirat, "mkdirat", AT, 0, {ENOSPC, EROFS, EACCES}},
    {SYS_rmdir, "rmdir", PATH, 0, {EIO, EBUSY}},
    {SYS_unlink, "unlink", PATH, 0, {EIO, EROFS, EACCES}},
    {SYS_unlinkat, "unlinkat", AT, 0, {EIO, EROFS, EACCES}},
    {SYS_symlink, "symlink", PATH, 1, {ENOSPC, EACCES}},
    {SYS_link, "link", PATH, 1, {EMLINK, EXDEV, ENOSPC}},
    {SYS_readlink, "readlink", PATH, 0, {EIO, EACCES}},
    {SYS_chmod, "chmod", PATH, 0, {EPERM, EIO}},
    {SYS_lchown, "lchown", PATH, 0, {EPERM, EIO}},
    {SYS_utimensat, "utimensat", AT, 0, {EPERM, EIO}},
    {SYS_mknod, "mknod", PATH, 0, {EPERM, ENOSPC}},
    {SYS_lsetxattr, "lsetxattr", PATH, 0, {ENOSPC, EIO}},
    {SYS_lgetxattr, "lgetxattr", PATH, 0, {EIO}},
    {SYS_llistxattr, "llistxattr", PATH, 0, {EIO}},
    {SYS_mount, "mount", PATH, 1, {ENOMEM, EPERM}},
    {SYS_umount2, "umount2", PATH, 0, {EBUSY}},
    {SYS_execve, "execve", NOTHING, 0, {ENOENT, EACCES, ENOMEM}},
    {SYS_clone, "clone", NOTHING, 0, {EAGAIN, ENOMEM}},
    {SYS_vfork, "vfork", NOTHING, 0, {EAGAIN, ENOMEM}},
};
enum { CALLS = sizeof calls / sizeof *calls };

static void die(const char *what)
{
    perror(what);
    exit(125);
}

/* Only the calls of the table are asked about. */
static int install(void)
{
    struct sock_filter filter[CALLS + 3] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))};
    for (int i = 0; i < CALLS; i++)
        filter[1 + i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, CALLS - i, 0);
    filter[CALLS + 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[CALLS + 2] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    struct sock_fprog program = {CALLS + 3, filter};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static void send_descriptor(int socket, int descriptor)
{
    char room[CMSG_SPACE(sizeof(int))] = {0}, byte = 0;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    if (sendmsg(socket, &message, 0) < 0)
        die("sendmsg");
}

static int receive_descriptor(int socket)
{
    char room[CMSG_SPACE(sizeof(int))], byte;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    int descriptor;
    if (recvmsg(socket, &message, 0) < 1 || CMSG_FIRSTHDR(&message) == NULL)
        die("recvmsg");
    memcpy(&descriptor, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
    return descriptor;
}

static int link_of(char *to, const char *format, int task, int number)
{
    char name[64];
    snprintf(name, sizeof name, format, task, number);
    ssize_t length = readlink(name, to, PATH_MAX - 1);
    to[length < 0 ? 0 : length] = 0;
    return length > 0;
}

static void read_text(int task, unsigned long long address, char *to)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/mem", task);
    int memory = open(name, O_RDONLY | O_CLOEXEC);
    ssize_t length = memory < 0 ? -1 : pread(memory, to, PATH_MAX - 1, (off_t)address);
    to[length < 0 ? 0 : length] = 0;
    if (memory >= 0)
        close(memory);
}

/* The absolute path that a call is about; empty if it cannot be told. */
static void path_of(const struct call *call, const struct seccomp_notif *asked, char *path)
{
    const unsigned long long *arguments = (const unsigned long long *)asked->data.args;
    char text[PATH_MAX], folder[PATH_MAX];
    int task = asked->pid, directory = AT_FDCWD;
    if (call->place == FD) {
        link_of(path, "/proc/%d/fd/%d", task, (int)arguments[call->argument]);
        return;
    }
    read_text(task, arguments[call->place == AT ? 1 : call->argument], text);
    if (call->place == AT)
        directory = (int)arguments[0];
    if (text[0] == '/') {
        strcpy(path, text);
        return;
    }
    if (directory == AT_FDCWD)
        link_of(folder, "/proc/%d/cwd", task, 0);
    else
        link_of(folder, "/proc/%d/fd/%d", task, directory);
    if (snprintf(path, PATH_MAX, text[0] ? "%s/%s" : "%s", folder, text) >= PATH_MAX)
        path[0] = 0;
}

static int is_in(const char *path, const char *folders)
{
    for (const char *folder = folders; *folder;) {
        size_t length = strcspn(folder, ":");
        if (length > 0 && strncmp(path, folder, length) == 0)
            return 1;
        folder += length + (folder[length] == ':');
    }
    return 0;
}

/* Whether a call counts; where it is about a file, its path. */
static int counts(const struct call *call, const struct seccomp_notif *asked, const char *program, const char *folders, char *path)
{
    char running[PATH_MAX];
    path[0] = 0;
    if (!link_of(running, "/proc/%d/exe", asked->pid, 0) || strcmp(running, program) != 0)
        return 0;
    if (call->number == SYS_clone && (asked->data.args[0] & CLONE_THREAD))
        return 0;
    if (call->number == SYS_execve)
        read_text(asked->pid, asked->data.args[0], path);
    if (call->place == NOTHING)
        return 1;
    path_of(call, asked, path);
    return is_in(path, folders);
}

static const struct call *find(int number)
{
    for (int i = 0; i < CALLS; i++)
        if (calls[i].number == number)
            return &calls[i];
    return NULL;
}

int main(int count, char **words)
{
    if (count < 7) {
        fprintf(stderr, "usage: fault NUMBER SEED PROGRAM FOLDER:FOLDER... REPORT COMMAND...\n");
        return 125;
    }
    long wanted = atol(words[1]), seed = atol(words[2]), seen = 0;
    const char *program = words[3], *folders = words[4];
    FILE *report = fopen(words[5], "w");
    if (report != NULL)
        setlinebuf(report); // What failed is known of a command that does not end, too.
    int sockets[2];
    if (report == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
        die("fault");
    int child = fork();
    if (child == 0) {
        int listener = install();
        if (listener < 0)
            die("seccomp");
        send_descriptor(sockets[1], listener);
        close(listener);
        execvp(words[6], words + 6);
        die(words[6]);
    }
    close(sockets[1]);
    int listener = receive_descriptor(sockets[0]), status = 0, ended = 0;
    while (1) {
        struct pollfd event = {listener, POLLIN, 0};
        int ready = poll(&event, 1, 20);
        if (!ended && waitpid(child, &status, WNOHANG) == child) {
            ended = 1;
            fprintf(report, "count %ld\n", seen);
            fclose(report);
            /* What goes on in the background, an agent for instance, must not wait for an answer. */
            if (fork() != 0)
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            setsid();
            for (int descriptor = 0; descriptor < 3; descriptor++)
                close(descriptor);
        }
        if (ready > 0 && (event.revents & (POLLHUP | POLLERR))) {
            if (ended)
                return 0;
            continue;
        }
        if (ready <= 0 || !(event.revents & POLLIN))
            continue;
        struct seccomp_notif asked = {0};
        struct seccomp_notif_resp answer = {0};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) != 0)
            continue;
        const struct call *call = find(asked.data.nr);
        char path[PATH_MAX];
        answer.id = asked.id;
        answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        if (!ended && call != NULL && counts(call, &asked, program, folders, path) && ++seen == wanted) {
            int errors = 0;
            while (errors < 5 && call->errors[errors] != 0)
                errors++;
            answer.flags = 0;
            answer.error = -call->errors[seed % errors];
            fprintf(report, "failed %s %s: %s\n", call->name, path, strerrorname_np(-answer.error));
        }
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
}
