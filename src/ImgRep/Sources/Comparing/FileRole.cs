namespace ImgRep.Sources.Comparing;

/// <summary>What a build does with a file, going by its name: the order in which people should look at files.</summary>
public enum FileRole
{
    /// <summary>It is run, or becomes part of what is run, before anything is compiled.</summary>
    Run,

    /// <summary>It is compiled.</summary>
    Compiled,

    /// <summary>Nothing that is known.</summary>
    Other,
}

public static class FileRoles
{
    private static readonly string[] RunNames =
    [
        "configure", "Configure", "config", "config.guess", "config.sub", "config.rpath", "ltmain.sh", "install-sh", "missing", "depcomp", "compile", "mkinstalldirs", "ylwrap",
        "test-driver", "aclocal.m4", "Makefile", "makefile", "GNUmakefile", "CMakeLists.txt", "meson.build", "setup.py", "Kconfig", "Kbuild",
    ];

    private static readonly string[] RunEndings =
        [".m4", ".ac", ".am", ".in", ".mk", ".mak", ".cmake", ".sh", ".bash", ".pl", ".pm", ".py", ".awk", ".sed", ".tcl", ".lua", ".scm", ".PL", ".bat", ".template"];

    private static readonly string[] CompiledEndings =
    [
        ".c", ".h", ".cc", ".cpp", ".cxx", ".C", ".hh", ".hpp", ".hxx", ".inc", ".def", ".tbl", ".td", ".s", ".S", ".asm", ".y", ".yy", ".l", ".ll", ".go", ".rs", ".f", ".f90",
        ".xs", ".o", ".a", ".so", ".syso", ".gperf", ".rl", ".md5", ".opt", ".map", ".lds", ".ld",
    ];

    /// <param name="path">With slashes between folders.</param>
    /// <param name="isExecutable">Whether its mode lets it be run.</param>
    public static FileRole Of(string path, bool isExecutable)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return isExecutable || RunNames.Contains(name) || EndsWithAny(name, RunEndings) ? FileRole.Run : EndsWithAny(name, CompiledEndings) ? FileRole.Compiled : FileRole.Other;
    }

    private static bool EndsWithAny(string name, string[] endings) => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.Ordinal));
}
