using System.Collections.Frozen;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>Words before a command that leave it the command: parts of the shell's grammar, and programs that run the one behind them.</summary>
internal static class CommandWrappers
{
    /// <summary>What <c>command</c> runs has no options before it: <c>command -v NAME</c> runs nothing.</summary>
    private static readonly string[] Plain = ["if", "then", "else", "elif", "while", "until", "do", "!", "{", "command", "nohup", "busybox", "eatmydata", "ccache",
        "linux32", "linux64"];

    /// <summary>Options that take a value, and operands before the command.</summary>
    private static readonly (string Names, string Valued, int Operands)[] Programs =
    [
        ("exec", "-a", 0),
        ("time", "-f --format -o --output", 0),
        ("sudo doas", "-u --user -g --group -p --prompt -C --close-from -h --host -r --role -t --type -T --command-timeout -D --chdir -R --chroot", 0),
        ("env", "-u --unset -C --chdir -a --argv0", 0),
        ("nice", "-n --adjustment", 0),
        ("ionice", "-c --class -n --classdata", 0),
        ("timeout", "-k --kill-after -s --signal", 1),
        ("stdbuf", "-i --input -o --output -e --error", 0),
        ("chroot", "--userspec --groups", 1),
        ("setarch", "", 1),
        ("taskset", "", 1),
        ("flock", "-w --timeout -E --conflict-exit-code", 1),
        ("gosu su-exec", "", 1),
        ("fakeroot", "-l --lib -s -i -b --faked", 0),
        ("runuser", "-u --user -g --group -G --supp-group", 0),
        ("setpriv", "--reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits", 0),
        ("xvfb-run", "-n --server-num -s --server-args -e --error-file -f --auth-file -p --xauth-protocol -w --wait", 0),
        ("strace", "-o -e -s -P -a -b", 0),
        ("xargs", "-n --max-args -I -P --max-procs -L --max-lines -d --delimiter -s --max-chars -E -a --arg-file", 0),
    ];

    private static readonly FrozenDictionary<string, (OptionSyntax Options, int Operands)> ByName = Programs
        .SelectMany(row => row.Names.Split(' ').Select(name => (Name: name, Meaning: (new OptionSyntax(row.Valued), row.Operands))))
        .ToFrozenDictionary(row => row.Name, row => row.Meaning, StringComparer.Ordinal);

    public static bool IsOne(string word) => word != "xargs" && (Plain.Contains(word) || ByName.ContainsKey(word));

    /// <summary>Where the command begins that a wrapper runs.</summary>
    /// <param name="at">Behind the wrapper.</param>
    public static int Skip(string wrapper, List<ShellWord> words, int at)
    {
        if (!ByName.TryGetValue(wrapper, out var program))
            return at;
        at += program.Options.CountLeading(words, at);
        return Math.Min(words.Count, at + program.Operands);
    }
}
