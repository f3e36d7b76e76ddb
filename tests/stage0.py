#!/usr/bin/env python3
"""Takes packages/stage0 apart, with programs that have nothing of it: Python, bash, gas and gcc.

    tests/stage0.py [FUZZED-INPUTS, default 40]

The listings give the same bytes to other loaders; the instructions in their comments assemble to the bytes beside them; each line of the
assembler's table is what gas makes of it; c0 makes of every program what c0.c, compiled by gcc, makes; and no damaged input ends a tool
by a signal, or without a message. gcc runs in a folder of its own, and never writes to a device.
"""
import glob, os, pathlib, random, re, subprocess, sys, tempfile

STAGE0 = pathlib.Path(__file__).parent.parent / "packages/stage0"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="stage0-"))
CC = [str(STAGE0 / f"cc/{name}.c") for name in
      "base token source macro directive type node expression emit generate declare initial statement program link main".split()]
LIBRARY = [str(STAGE0 / f"lib/{name}.c") for name in ("memory", "number", "stdio")]
HOST = "#include <unistd.h>\n#include <sys/syscall.h>\n#define syscall(n, a, b, c) syscall((long)(n), (long)(a), (long)(b), (long)(c))\n"
LOOSE = ["-w", "-funsigned-char", "-fno-builtin", "-fno-strict-aliasing", "-fwrapv"]


def fail(text):
    sys.exit(f"stage0: {text}")


def run(*command, check=True, timeout=60):
    result = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=timeout)
    if check and result.returncode:
        fail(f"{command[0]} ended with {result.returncode}: {result.stderr.decode(errors='replace')[:500]}")
    return result


def program(name, data=None):
    path = WORK / name
    if data is not None:
        path.write_bytes(data)
    path.chmod(0o755)
    return path


def load(listing):
    return bytes.fromhex("".join(line.split("#")[0] for line in listing.read_text().splitlines()))


def check_loaders():
    seed = (STAGE0 / "seed").read_bytes()
    len(seed) <= 181 or fail(f"the seed has {len(seed)} bytes")
    for name, expected in ("seed.hex", seed), ("as.hex", None):
        listing = STAGE0 / name
        ours = load(listing)
        by_bash = run("bash", "-c", r'for b in $(sed "s/#.*//" "$1"); do printf "\\x$b"; done', "bash", listing).stdout
        run(STAGE0 / "seed" if os.access(STAGE0 / "seed", os.X_OK) else program("seed", seed), listing, WORK / "loaded")
        by_seed = (WORK / "loaded").read_bytes()
        ours == by_bash == by_seed or fail(f"loaders differ about {name}")
        expected in (None, ours) or fail(f"seed is not what {name} says")


def assemble(text):
    (WORK / "x.s").write_text(".intel_syntax noprefix\n" + text)
    run("as", WORK / "x.s", "-o", WORK / "x.o")
    run("ld", "-N", "-Ttext=0", "--oformat=binary", "-e", "0", WORK / "x.o", "-o", WORK / "x.bin")
    return (WORK / "x.bin").read_bytes()


def check_comments():
    """ADDRESS INSTRUCTION [; remark] beside its bytes; `# NAME: ...` alone is a label, `= ...` is no instruction."""
    for name in "seed.hex", "as.hex":
        lines = []
        for line in (STAGE0 / name).read_text().splitlines():
            code, _, comment = line.partition("#")
            label = re.match(r" (\w+):", comment)
            if not code.strip():
                if label and name == "as.hex":
                    lines.append(f"{label[1]}:")
                continue
            bytes_ = ".byte " + ",".join("0x" + byte for byte in code.split())
            instruction = re.match(r" ([0-9A-F]+) ([^=].*?)(  ; .*)?$", comment)
            address = re.match(r" ([0-9A-F]+) ", comment)
            if address:
                lines.append(f"x{address[1]}:")
            lines.append(instruction[2] if instruction else bytes_)
        assemble("\n".join(lines) + "\n") == load(STAGE0 / name) or fail(f"the comments of {name} are not its bytes")


def check_table():
    count = 0
    for line in (STAGE0 / "x86.table").read_text().splitlines():
        text, tab, code = line.partition("\t")
        if not tab or text in ("program", "byte @"):
            continue
        count += 1
        number = 0x12 if "!" in code else 0x12345678
        jump = "~" in code
        # A jump to a far label has the distance in four bytes.
        source = f"{text.replace('@', 'there')}\n.skip 0x10000\nthere:\n" if jump else text.replace("@", hex(number)) + "\n"
        made = assemble(source)
        said = bytes.fromhex(code.replace("@", "78563412").replace("!", "12").replace("~", "00000100"))
        made[:len(said)] == said and (jump or len(made) == len(said)) or fail(f"x86.table: gas makes {made[:16].hex()} of: {text}")
    count > 150 or fail("the table was not read")


def c_of_gcc(sources, out, flags):
    """c0's language with gcc: every name is known everywhere."""
    texts = [pathlib.Path(source).read_text() for source in sources]
    enums = [e for t in texts for e in re.findall(r"^enum \{[^}]*\};", t, re.M)]
    functions = [f"long {n}();" for t in texts for n in re.findall(r"^long ([a-z_0-9]+)\(.*\{", t, re.M) if n != "main"]
    variables = ["extern " + v for t in texts for v in re.findall(r"^(?:long|char) \**[a-z_]+(?:\[[0-9a-fx]+\])?;", t, re.M)]
    bodies = [re.sub(r"^enum \{[^}]*\};", "", t, flags=re.M) for t in texts]
    (WORK / f"{out}.c").write_text(HOST + "\n".join(enums + functions + variables + bodies))
    run("gcc", *LOOSE, *flags, WORK / f"{out}.c", "-o", WORK / out, timeout=300)
    return WORK / out


def make_tools():
    (WORK / "as").write_bytes(load(STAGE0 / "as.hex"))
    run(program("as"), STAGE0 / "x86.table", STAGE0 / "c0.asm", WORK / "c0")
    run(program("c0"), WORK / "cc", *CC)
    run(program("cc"), WORK / "same", STAGE0 / "include", *LIBRARY, STAGE0 / "tools/same.c")


def check_c0():
    by_gcc = c_of_gcc([STAGE0 / "c0.c"], "c0-gcc", ["-O1"])
    for name, sources in ("c0", [STAGE0 / "c0.c"]), ("cc", CC):
        run(WORK / "c0", WORK / "a", *sources)
        run(by_gcc, WORK / "b", *sources)
        (WORK / "a").read_bytes() == (WORK / "b").read_bytes() or fail(f"c0.asm and c0.c make different programs of {name}")
    run(WORK / "c0", WORK / "c0-by-c0", STAGE0 / "c0.c")
    run(program("c0-by-c0"), WORK / "b", STAGE0 / "c0.c")
    (WORK / "b").read_bytes() == (WORK / "c0-by-c0").read_bytes() or fail("c0 makes another program of itself than of its source")


def damaged(data):
    data = bytearray(data)
    if random.randrange(5) == 0:
        return bytes(data[:random.randrange(len(data) + 1)])
    for _ in range(random.choice((1, 1, 3, 20))):
        at = random.randrange(len(data))
        kind = random.randrange(4)
        if kind == 0:
            data[at] = random.randrange(256)
        elif kind == 1:
            del data[at:at + random.randrange(1, 30)]
        elif kind == 2:
            data[at:at] = random.choice((b"(" * 3000, b")", b"{", b"}", b'"', b"'", b"#", b"/*", b"\n", b"[", b"=", b"\0", b"99999999999999999999", b"int ", b"@"))
        else:
            other = random.randrange(len(data))
            data[at:at] = data[other:other + random.randrange(60)]
    return bytes(data)


def check_damaged(count):
    sanitize = ["-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize=alignment,shift"]
    c0 = c_of_gcc([STAGE0 / "c0.c"], "c0-sanitized", sanitize)
    cc = c_of_gcc(CC, "cc-sanitized", sanitize)
    tools = {}
    for tool in "bunzip2", "untar":
        tools[tool] = WORK / f"{tool}-sanitized"
        run("gcc", "-w", *sanitize, STAGE0 / f"tools/{tool}.c", "-o", tools[tool])
    tools["gunzip"] = WORK / "gunzip-sanitized"
    run("gcc", "-w", *sanitize, STAGE0.parent / "tcc-musl/gunzip.c", "-o", tools["gunzip"])
    run("tar", "-C", STAGE0, "-cf", WORK / "lib.tar", "--format=ustar", "lib")
    run("bzip2", "-k", WORK / "lib.tar")
    run("gzip", "-k", WORK / "lib.tar")
    run(tools["gunzip"], WORK / "lib.tar.gz", out := WORK / "out")
    out.read_bytes() == (WORK / "lib.tar").read_bytes() or fail("gunzip gives other bytes than went into gzip")
    bad = WORK / "damaged"
    random.seed(1)
    for i in range(count):
        kind = i % 6
        source = pathlib.Path(random.choice([[STAGE0 / "c0.asm"], CC, LIBRARY, [WORK / "lib.tar"], [WORK / "lib.tar.bz2"],
                                           [WORK / "lib.tar.gz"]][kind]))
        bad.write_bytes(damaged(source.read_bytes()))
        commands = [[(WORK / "as", STAGE0 / "x86.table", bad, out)], [(WORK / "c0", out, bad), (c0, out, bad)],
                    [(WORK / "cc", out, STAGE0 / "include", bad), (cc, out, STAGE0 / "include", bad)],
                    [(tools["untar"], bad, WORK / "folder")], [(tools["bunzip2"], bad, out)], [(tools["gunzip"], bad, out)]][kind]
        for command in commands:
            result = run(*command, check=False)
            if result.returncode < 0 or result.returncode and not result.stderr or b"runtime error" in result.stderr or b"Sanitizer" in result.stderr:
                fail(f"{command[0].name} ended with {result.returncode} on damaged {source.name}, number {i}: {result.stderr.decode(errors='replace')[:500]}")


try:
    check_loaders()
    check_comments()
    check_table()
    make_tools()
    check_c0()
    check_damaged(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
    print("stage0: loaders, comments, table and compilers agree")
finally:
    subprocess.run(["rm", "-rf", str(WORK)])
