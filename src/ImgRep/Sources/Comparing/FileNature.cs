namespace ImgRep.Sources.Comparing;

/// <summary>Whether a person can have written a file, and another one can review it.</summary>
public enum FileNature
{
    Written,

    /// <summary>A program writes such a file, going by its name: nobody reads its changes.</summary>
    Generated,

    /// <summary>Its beginning has a byte zero, as git decides it.</summary>
    Binary,
}

public static class FileNatures
{
    private static readonly string[] GeneratedNames =
    [
        "configure", "config.guess", "config.sub", "config.rpath", "ltmain.sh", "install-sh", "missing", "depcomp", "compile",
        "mkinstalldirs", "ylwrap", "test-driver", "aclocal.m4",
        "Makefile.in", "config.h.in", "libtool.m4", "ltoptions.m4", "ltsugar.m4", "ltversion.m4", "lt~obsolete.m4", "ChangeLog", "stamp-h.in",
    ];

    private static readonly string[] GeneratedEndings = [".info", ".pot", ".po", ".pdf", ".html"];

    public static FileNature Of(string path, SourceFile file)
    {
        if (file.IsBinary)
            return FileNature.Binary;
        var name = path[(path.LastIndexOf('/') + 1)..];
        var isGenerated = GeneratedNames.Contains(name) || Array.Exists(GeneratedEndings, ending => name.EndsWith(ending, StringComparison.Ordinal));
        return isGenerated ? FileNature.Generated : FileNature.Written;
    }
}
