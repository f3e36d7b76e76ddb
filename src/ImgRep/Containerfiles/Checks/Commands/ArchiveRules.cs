using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>Archives that keep times and the order of a folder.</summary>
internal static class ArchiveRules
{
    public static IEnumerable<Finding> Check(ShellScript script)
    {
        var tars = TarCommand.In(script);
        var unpacked = tars.Where(tar => tar.Unpacks).Select(tar => tar.Archive).ToHashSet(StringComparer.Ordinal);
        foreach (var tar in tars.Where(tar => tar.Packs && tar.Missing.Count > 0 && !unpacked.Contains(tar.Archive)))
        {
            yield return Finding.At(
                tar.Command, Rules.Archive, $"tar without {string.Join(" and ", tar.Missing)} keeps {string.Join(" and ", tar.Keeps)}",
                "write tar --sort=name --mtime=@$SOURCE_DATE_EPOCH --owner=0 --group=0 --numeric-owner, which busybox's tar does not know");
        }
        foreach (var command in script.Commands)
        {
            if (Problem(command) is var (message, hint))
                yield return Finding.At(command, Rules.Archive, message, hint);
        }
    }

    private static (string Message, string Hint)? Problem(ShellCommand command) => command.Name switch
    {
        "zip" when command.Operands.Any() && !command.HasLetter('X') && !command.Has("--no-extra") && !command.Has("-d") && !command.Has("-T") =>
            ("zip without -X keeps owners and times of access", "write zip -X, and give the files a time before with touch -d @$SOURCE_DATE_EPOCH"),
        "gzip" or "pigz" when (command.Operands.Any() || command.Sources.Length > 0) && !"ndtlVh".Any(command.HasLetter)
            && !command.Has("--no-name") && !command.Has("--decompress") && !command.Has("--test") && !command.Has("--list") && !command.Has("--version") =>
            ($"{command.Name} without -n keeps the name and the time of the file", $"write {command.Name} -n"),
        "jar" when CreatesJar(command) && !command.Has("--date") =>
            ("jar without --date keeps the times of the files", "write jar --date=1980-01-01T00:00:02Z"),
        _ => null,
    };

    private static bool CreatesJar(ShellCommand jar) =>
        jar.Has("--create") || (jar.Arguments.FirstOrDefault()?.Value is { } letters && !letters.StartsWith("--", StringComparison.Ordinal)
            && letters.TrimStart('-').StartsWith('c'));
}
