using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>The time of the build.</summary>
internal static class ClockRules
{
    public const string Epoch = "SOURCE_DATE_EPOCH";
    public const string EpochMessage = "without SOURCE_DATE_EPOCH, compilers and archivers write the time of the build";
    public const string EpochHint = "leave it as it is, or give it a fixed number";

    public static IEnumerable<Finding> Check(ShellScript script)
    {
        foreach (var command in script.Commands)
        {
            if (command.Name == "date" && !IsFixed(command))
                yield return Finding.At(command, Rules.Clock, "date differs in every run", "write date -u -d @$SOURCE_DATE_EPOCH");
            if (RemovesEpoch(command) is { } word)
                yield return Finding.At(word, Rules.SourceDateEpoch, EpochMessage, EpochHint);
        }
        foreach (var word in script.Assignments(Epoch).Where(word => word.Value.Length == Epoch.Length + 1))
            yield return Finding.At(word, Rules.SourceDateEpoch, EpochMessage, EpochHint);
        foreach (var name in script.Parameters.Where(name => name.Value is "EPOCHSECONDS" or "EPOCHREALTIME"))
            yield return Finding.At(name, Rules.Clock, $"${name.Value} differs in every run", "write $SOURCE_DATE_EPOCH");
    }

    /// <summary>The time of a file or one that is given; <c>-ud</c> is both, the d of <c>-Iseconds</c> is none.</summary>
    private static bool IsFixed(ShellCommand date) =>
        date.Has("--date") || date.Has("--reference") || date.Has("--version")
        || date.Arguments.Any(word => word.Value is ['-', not '-', ..] && word.Value[1..].TrimStart('u') is ['d' or 'r', ..]);

    /// <summary><c>unset NAME</c> and <c>env -u NAME</c>.</summary>
    private static ShellWord? RemovesEpoch(ShellCommand command)
    {
        if (command.Name == "unset")
            return command.Arguments.FirstOrDefault(word => word.Value == Epoch);
        return command.Before.FirstOrDefault(word => word.Value is Epoch or "-u" + Epoch or "--unset=" + Epoch);
    }
}
