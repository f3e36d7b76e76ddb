"""Random Containerfiles with their contexts. A seed gives the same case for ever."""
import bz2, gzip, io, lzma, random, tarfile

NAMES = ["A", "B", "C", "D", "LONG_name1", "UNSET"]
LITERALS = ["a", "foo", "b.c", "/x/y.tar.gz", "-", "=", "é", "1", ":", "%", "~", "@", ",", "fofoo", "X"]
PATTERNS = ["f", "o", "*", "?", "*/", "/*", ".*", "fo*", "*o", "a", "[a-f]", "\\*", "x/", ""]

# What the stage that all begin with holds: mode, owner, type and path.
BASE = [
    (0o755, 0, 0, "dir", "bin"), (0o1777, 0, 0, "dir", "tmp"), (0o755, 0, 0, "dir", "dev"), (0o755, 0, 0, "dir", "proc"), (0o755, 0, 0, "dir", "sys"),
    (0o755, 0, 0, "dir", "etc"), (0o644, 0, 0, "file", "etc/passwd"), (0o644, 0, 0, "file", "etc/group"), (0o644, 0, 0, "file", "etc/hosts"),
    (0o644, 0, 0, "file", "etc/resolv.conf"), (0o755, 0, 0, "dir", "run"),
    (0o750, 5, 6, "dir", "base"), (0o4755, 0, 0, "file", "base/suid"), (0o600, 1000, 1001, "file", "base/secret"), (0o1770, 7, 8, "dir", "base/sticky"),
    (0o444, 0, 0, "file", "base/sticky/ro"), (0o777, 0, 0, "link:base", "ld"), (0o777, 3, 4, "link:secret", "base/lf"), (0o777, 0, 0, "link:/nowhere/x", "dangling"),
    (0o777, 0, 0, "link:../../../base/sticky", "base/up"), (0o4755, 0, 0, "hard:base/suid", "base/twin"), (0o644, 0, 0, "fifo", "base/pipe"),
]
PASSWD = "root:x:0:0::/root:/bin/sh\njoe:x:1000:1001::/home/joe:/bin/sh\n77:x:78:79::/:\n"
GROUP = "root:x:0:\nstaff:x:50:joe\njoe:x:1001:\nmore:x:60:joe,root\n"
BASE_PATHS = ["base", "base/suid", "base/secret", "base/sticky", "base/lf", "ld", "base/up", "ld/sticky", "etc/passwd", "base/twin", "dangling"]
BASE_CONTAINERFILE = "FROM scratch\nADD tree.tar /\nCOPY busybox /bin/\nENV PATH=/bin FROM_BASE=b\n"


def base_tar():
    def content(path):
        return {"etc/passwd": PASSWD, "etc/group": GROUP}.get(path, path).encode()
    entries = [(path, kind, mode, uid, gid, content(path)) for mode, uid, gid, kind, path in BASE]
    entries += [(f"bin/{tool}", "link:busybox", 0o777, 0, 0, b"") for tool in ("sh", "echo", "printf", "id", "pwd", "rm", "touch", "mkdir", "ln", "chmod", "cat")]
    return to_tar(entries)


def to_tar(entries, form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for path, kind, mode, uid, gid, data in entries:
            info = tarfile.TarInfo(path)
            info.mode, info.uid, info.gid = mode, uid, gid
            kind, _, to = kind.partition(":")
            info.linkname = to
            info.type = {"dir": tarfile.DIRTYPE, "file": tarfile.REGTYPE, "link": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "fifo": tarfile.FIFOTYPE}[kind]
            if kind == "file":
                info.size = len(data)
            tar.addfile(info, io.BytesIO(data) if kind == "file" else None)
    return out.getvalue()


class Case:
    """packages/NAME: its files, and the Containerfile as a list of stages, each a list of instructions."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.files, self.links, self.folders, self.stages = {}, {}, set(), []
        self.archives = {}
        self.risky = self.chance(0.15)
        self.make_context()
        self.make_containerfile()

    def text(self):
        return "\n".join(line for stage in self.stages for line in stage) + "\n"

    # Choices

    def chance(self, p):
        return self.random.random() < p

    def pick(self, choices):
        return self.random.choice(choices)

    def times(self, least, most):
        return range(self.random.randint(least, most))

    # The context

    def make_context(self):
        folders = [""]
        for _ in self.times(1, 5):
            folders.append(self.pick(folders) + self.pick(["d", "sub", "node.d", "a b", "é", "x", ".hid", "D"]) + "/")
        for _ in self.times(3, 12):
            name = self.pick(folders) + self.pick(["f1", "f2", "x.txt", "y.txt", "z.log", "[b]", "a b.c", ".dot", "é.txt", "run.sh", "f", "-dash", "#hash", "star*"])
            self.files[name] = (self.pick([b"", b"one", b"two\n", name.encode()]), self.chance(0.3))
        for _ in self.times(0, 3):
            name = self.pick(folders) + self.pick(["l1", "l2", "l.txt"])
            self.links[name] = self.pick(["f1", "d", "d/x.txt", "../f1", "/f1", "/d", "nowhere", ".", "..", "../..", "l1", "sub/../f2"])
        self.folders = {folder for folder in folders if folder}
        taken = set(self.files) | self.parents(self.files)
        self.links = {name: to for name, to in self.links.items() if name not in taken and name + "/" not in self.folders | self.parents(self.files)}
        self.files = {name: value for name, value in self.files.items() if name + "/" not in self.folders | self.parents(self.files)}
        if self.chance(0.35):
            self.files[".dockerignore"] = (self.ignore().encode(), False)
        for number in self.times(0, 2):
            self.archives[f"t{number}" + self.pick([".tar", ".tar.gz", ".tgz", ".tar.xz", ".tar.bz2", "", ".bin"])] = self.archive()

    @staticmethod
    def parents(names):
        return {name[:at + 1] for name in names for at, letter in enumerate(name) if letter == "/"}

    def ignore(self):
        lines = []
        for _ in self.times(1, 5):
            name = self.pick([*self.files, *self.folders, *self.links, "*", "**", "d", "sub"])
            line = self.pick([
                name, f"/{name}", f"./{name}", f"{name}/", f"**/{name.split('/')[-1] or 'x'}", "*.txt", "**/*.txt", "d/*", "d/**", "**/f?", "[a-f]*", "*/*", f"{name}/..", "**/sub/**", "*.l*",
                "# note", "", f"  {name}  ", "d*/x.txt", "*/sub", "**/.*", "\\[b\\]", "star\\*", f"{name}/**/f1", "/", ".", "..",
            ])
            lines.append(("!" if self.chance(0.35) else "") + line)
        return "\n".join(lines) + self.pick(["", "\n", "\n\n"])

    def archive(self):
        entries, names = [], []
        for _ in self.times(1, 8):
            folder = self.pick(["", "", "a/", "a/b/", "./", "c/", "base/", "ld/", "etc/"])
            name = folder + self.pick(["f", "g", "a", "b", "c", "l", "long" * 30, "é", "w x", "d", "h"])
            if self.risky and self.chance(0.1):
                name = self.pick(["../up", "/abs", "a/../b", "./", ".wh.f", "a//f", "a/.wh..wh..opq", "f/", "ld/../q", "."])
            kind = self.pick(["file", "file", "file", "dir", "dir", "link:f", "link:/base", "link:../x", "link:a", "fifo", f"hard:{self.pick(names)}" if names else "file"])
            modes = [0o755, 0o700, 0o1777, 0o711, 0o500] if kind == "dir" else [0o644, 0o755, 0o600, 0o4755, 0o2750, 0o1777, 0, 0o7777, 0o444]
            entry = (name, kind, self.pick(modes), self.pick([0, 0, 5, 1000]), self.pick([0, 0, 6, 1001]), self.pick([b"", b"tar", b"x" * 700]))
            if kind.startswith("hard:"):
                # What a hard link's own header says is for another test.
                entry = (name, kind, *next(before[2:] for before in reversed(entries) if before[0] == kind[5:]))
            entries.append(entry)
            if kind == "file":
                names.append(name)
        form = self.pick([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
        return to_tar(entries, form)

    def packed(self, name):
        data = self.archives[name]
        if name.endswith("gz"):
            return gzip.compress(data, mtime=0)
        if name.endswith("xz"):
            return lzma.compress(data)
        return bz2.compress(data) if name.endswith("bz2") else data

    # Words

    def literal(self):
        return "".join(self.pick(LITERALS) for _ in self.times(1, 2))

    def substitution(self, depth=0):
        name = self.pick(NAMES)
        word = lambda: self.substitution(depth + 1) if depth < 2 and self.chance(0.3) else self.pick(["", "w", "foo", "a b", "\"q\"", "'s'", "/p", "$A", "\\$x", "\\}"])
        pattern = lambda: self.pick([*PATTERNS, "$B", "${C}", "'*'", "\"o\""])
        form = self.pick(["$", "{}", "{}", ":-", "-", ":+", "+", "#", "##", "%", "%%", "/", "//", ":?", "?"])
        if form == "$":
            return f"${name}"
        if form == "{}":
            return f"${{{name}}}"
        if form in ("/", "//"):
            return f"${{{name}{form}{pattern().replace('/', chr(92) + '/') or 'o'}/{self.pick(['', 'R', '$B', 'a b', chr(92) + '/'])}}}"
        if form in ("#", "##", "%", "%%"):
            return f"${{{name}{form}{pattern()}}}"
        if form in (":?", "?"):
            return f"${{{name if self.risky else 'FROM_BASE' if self.in_base else 'DEF'}{form}{self.pick(['', 'missing'])}}}"
        return f"${{{name}{form}{word()}}}"

    def word(self):
        pieces = []
        for _ in self.times(1, 4):
            pieces.append(self.pick([
                self.literal, self.literal, self.substitution, self.substitution,
                lambda: '"' + "".join(self.pick([self.literal, self.substitution, lambda: " ", lambda: "\\\"", lambda: "\\$A", lambda: "'", lambda: "\\n"])() for _ in self.times(0, 3)) + '"',
                lambda: "'" + "".join(self.pick(["a", " ", "$A", "${B}", "\\", '"', "é"]) for _ in self.times(0, 3)) + "'",
                lambda: self.pick(["\\$A", "\\\\", "\\\"", "\\'", "\\ ", "\\a", "$$A" if self.risky else "a", "$" if self.risky else "b"]),
            ])())
        return "".join(pieces)

    def path_word(self):
        """A part of a path; mostly without surprises."""
        return self.pick(["p", "q", "o", "$A", "${B:-u}", "${UNSET:-v}", "'s p'" if self.risky else "s", "\"d q\"" if self.risky else "t", "é", "${A}.x", "LONG"])

    # Instructions

    def make_containerfile(self):
        self.in_base = False
        start = ["# escape=`"] if self.risky and self.chance(0.1) else []
        start += ["ARG DEF=def"] + [f"ARG {name}" + self.pick(["", f"={self.word()}"]) for name in NAMES if self.chance(0.15)]
        self.stages.append(start)
        count = self.random.randint(1, 3)
        self.made = {}
        for number in range(count):
            base = self.pick(["imgrep/base", "imgrep/base", *[f"s{before}" for before in range(number)]])
            if self.chance(0.1):
                base = base.upper() if base.startswith("s") else base
            self.in_base = True
            self.stages.append(self.stage(number, f"FROM {base} AS {self.pick([f's{number}', f'S{number}'])}", runs=True))
            self.made[number] = self.destinations
        self.in_base = False
        # Builders add a PATH of their own where there is none, and BuildKit leaves out stages that nothing needs.
        last = self.stage(count, "FROM scratch", runs=False)
        last.insert(1, "ENV PATH=/bin")
        last += [f"COPY --from={number} /tmp/r{number} /from/" for number in range(count)]
        if self.chance(0.3):
            last.append(f"COPY --from=s{count - 1} / /all/")
        for number in self.times(2, 5):
            last.append(f"LABEL l{number}={self.word()}")
        self.stages.append(last)

    def stage(self, number, start, runs):
        lines = [start, "ARG DEF=def"]
        self.destinations = []
        makers = [self.env, self.env, self.arg, self.copy, self.copy, self.copy, self.copy_from, self.add, self.workdir, self.user, self.here_document, self.configure, self.label]
        if runs:
            makers += [self.run, self.run]
        for _ in self.times(3, 12):
            line = self.pick(makers)(number)
            if line:
                lines.append(self.pick([line, line, line, line.replace(" ", " \\\n  ", 1) if "<<" not in line and "`" not in self.stages[0][0] else line]))
        if runs:
            lines.append("RUN printf '%s\\n' \"$PWD\" " + " ".join(f'"${name}"' for name in NAMES) + f' "$FROM_BASE" "$HOME" "$(id -u)" "$(id -g)" >/tmp/r{number}')
            if lines[-1] and any(line.startswith("USER") for line in lines):
                lines.insert(-1, "USER 0")
            self.destinations.append(f"tmp/r{number}")
        return lines

    def env(self, _):
        if self.chance(0.2):
            return f"ENV {self.pick(NAMES[:5])} {self.word()} {self.pick(['', 'tail', '  two  '])}"
        return "ENV " + " ".join(f"{self.pick(NAMES[:5])}={self.word()}" for _ in self.times(1, 3))

    def arg(self, _):
        return "ARG " + " ".join(name + self.pick(["", f"={self.word()}"]) for name in [self.pick(NAMES[:5]) for _ in self.times(1, 2)])

    def label(self, _):
        return "LABEL " + " ".join(f"{self.pick(['k', 'org.x', self.pick(['q', '$A', chr(34) + 'k k' + chr(34)])])}={self.word()}" for _ in self.times(1, 2))

    def workdir(self, _):
        return "WORKDIR " + self.pick([f"/{self.path_word()}", self.path_word(), f"{self.path_word()}/{self.path_word()}", "..", "/ld", "/base/up/w", "/tmp/w/", ".", "./n", "/x//y/../z"])

    def user(self, _):
        users = ["0", "1000", "5:6", "0:50", ":7" if self.risky else "7"] + (["joe", "joe:staff", "root", "joe:7", "77"] if self.in_base else [])
        return "USER " + self.pick([*users, "${UNSET:-0}"])

    def configure(self, _):
        return self.pick([
            lambda: "CMD " + self.pick(['["a", "$A"]', "echo $A", '[ "x" ]', "[]", "[bad", '["é\\u00e9", "\\n"]']),
            lambda: "ENTRYPOINT " + self.pick(['["/e", "${B}"]', "run $A", '["/e"]']),
            lambda: "EXPOSE " + self.pick(["80", "80/udp 90", "100-103", "${UNSET:-81}", "8080/TCP", "10-12/udp"]),
            lambda: "VOLUME " + self.pick(["/v", '["/v w", "/x"]', "/$A /b", "rel"]),
            lambda: "STOPSIGNAL " + self.pick(["9", "SIGTERM", "${UNSET:-SIGINT}", "kill" if self.risky else "SIGKILL"]),
            lambda: "MAINTAINER me $A",
        ])()

    def flags(self, is_add):
        flags = []
        if self.chance(0.25):
            users = ["1:2", "7", "0:0", "5"] + (["joe", "joe:staff", "root:joe", "$UNSET5:6" if self.risky else "joe:9"] if self.in_base else [])
            flags.append(f"--chown={self.pick(users)}")
        if self.chance(0.2):
            flags.append(f"--chmod={self.pick(['755', '0600', '4711', '1777', 'u=rwX,go=rX', 'a+x', 'go-rwx', 'u+s,g-w', '${UNSET:-700}', '0', '7777' if self.risky else '2755', '888' if self.risky else '640'])}")
        # BuildKit has no --link together with --chmod.
        if self.chance(0.1) and not any(flag.startswith("--chmod") for flag in flags):
            flags.append(self.pick(["--link", "--link=true", "--link=false"]))
        if self.chance(0.15):
            flags.append(f"--exclude={self.pick(['*.txt', '**/f1', 'd', 'd/*', '*', '**', 'sub/', 'f?', '**/*.log', '/d', './x', '!f1', '[b]', 'base/*', '$A'])}")
        return flags

    def destination(self, many=False):
        where = self.pick([
            "/", "./", "/o/", f"/{self.path_word()}/", f"{self.path_word()}/", f"/new/{self.path_word()}/", "/ld/", "/base/", "/base/up/", "/tmp/", f"/{self.pick(self.destinations)}/" if self.destinations else "/z/",
            *([] if many else [".", "/o", f"/{self.path_word()}", self.path_word(), "/base/n", "/ld", "/dangling" if self.risky else "/o2", "/base/suid", "/base/lf", f"/{self.pick(self.destinations)}" if self.destinations else "/z"]),
        ])
        if where.startswith("/") and where != "/" and not set(where) & set("$'\""):
            self.destinations.append(where.strip("/"))
        return where

    @staticmethod
    def transfer(keyword, flags, sources, destination):
        """JSON where a blank would part words."""
        words = [*sources, destination]
        if any(" " in word for word in words):
            return " ".join([keyword, *flags, "[" + ", ".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words) + "]"])
        return " ".join([keyword, *flags, *words])

    def context_source(self):
        name = self.pick([*self.files, *self.files, *self.links, *self.folders, ".", "d"]).rstrip("/")
        special = set("*[?\\")
        if special & set(name):
            name = "".join("\\" + letter if letter in special else letter for letter in name)
        return self.pick([name, name, name, f"./{name}", f"/{name}", f"{name}/" if self.risky else name, self.pattern(name), self.pattern(name), "*" if self.chance(0.3) else name])

    def pattern(self, name):
        if not name or "\\" in name:
            return name
        at = self.random.randrange(len(name))
        return self.pick([name[:at] + "*", name[:at] + "?" + name[at + 1:], "*" + name[at:], name[:at] + "[" + name[at] + "-z]" + name[at + 1:] if name[at].isalnum() else name, "*.txt"])

    def copy(self, _):
        sources = [self.context_source() for _ in self.times(1, 2)]
        return self.transfer("COPY", self.flags(False), sources, self.destination(many=len(sources) > 1 or any("*" in source or "?" in source for source in sources)))

    def copy_from(self, number):
        if not number:
            return None
        source = self.random.randrange(number)
        paths = [*BASE_PATHS, *self.made.get(source, []), "base/*", "base/s*", "etc", "ba?e", "tmp/r*", "base/."]
        name = self.pick([f"s{source}", f"{source}", f"S{source}"])
        sources = [self.pick(["", "/"]) + self.pick(paths) for _ in self.times(1, 2)]
        return self.transfer(self.pick(["COPY", "COPY"]), [f"--from={name}", *self.flags(False)], sources, self.destination(many=len(sources) > 1 or "*" in sources[0]))

    def add(self, _):
        if self.archives and self.chance(0.8):
            flags = self.flags(True) + ([f"--unpack={self.pick(['true', 'false'])}"] if self.risky and self.chance(0.1) else [])
            return self.transfer("ADD", flags, [self.pick(list(self.archives))], self.destination())
        return self.transfer("ADD", self.flags(True), [self.context_source()], self.destination())

    def here_document(self, _):
        end = self.pick(["EOF", "'EOF'", '"EOF"'])
        body = "\n".join(self.pick(["text", f"x {self.substitution()}", "\ttab", "  two", "\\$A \\\\", "'$A' \"$B\"", "", "é", "a\\"]) for _ in self.times(0, 3))
        body = body + "\n" if body else ""
        dash = self.pick(["", "-"])
        destination = self.destination()
        if destination.rstrip("/").endswith((".", "up")) or destination.endswith("/") or destination in ("/ld", "/base", "/tmp"):
            destination = f"/here{self.random.randrange(9)}/"
        flags = [flag for flag in self.flags(False) if not flag.startswith("--exclude")]
        return " ".join([self.pick(["COPY", "ADD"]), *flags, f"<<{dash}{end}", destination]) + f"\n{body}EOF"

    def run(self, number):
        n = self.random.randrange(100)
        return self.pick([
            lambda: f"RUN echo \"{self.pick(['$A', '${B:-x}', '$C', '$PWD', '$UNSET', '$D$A'])}\" >/tmp/e{n}",
            lambda: f'RUN ["/bin/sh", "-c", "echo $A \\"$B\\" >/tmp/e{n}"]',
            lambda: f"RUN <<EOF\npwd >/tmp/e{n}\necho $A >>/tmp/e{n}\nEOF",
            lambda: f"RUN <<'EOF' cat >/tmp/e{n}\n{self.substitution()}\nEOF",
            lambda: f"RUN <<EOF cat >/tmp/e{n}\n$PWD $A\nEOF",
            lambda: f"RUN <<EOF\n#!/bin/sh\necho $A >/tmp/e{n}\nEOF",
            lambda: f"RUN mkdir -p /tmp/m{n}/k && chmod 2711 /tmp/m{n} && ln -s m{n} /tmp/y{n}",
            lambda: "SHELL [\"/bin/sh\", \"-ec\"]",
            lambda: f"RUN --mount=type=tmpfs,target=/tmp/t{n} touch /tmp/t{n}/x; echo $A >/tmp/e{n}",
            lambda: f"RUN --mount=target=/tmp/b{n} cat /tmp/b{n}/f1 >/tmp/e{n} || true",
        ])()
