using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>
/// Time stamps in compiled modules. With SOURCE_DATE_EPOCH, which every RUN has, compileall and py_compile write the hash of the source
/// instead: only who asks for the time gets it.
/// </summary>
internal static class PythonRules
{
    private const string Option = "--invalidation-mode";

    public static IEnumerable<Finding> Check(ShellScript script)
    {
        foreach (var command in script.Commands.Where(command => command.Name is "compileall"))
        {
            var words = command.Arguments.ToList();
            var at = words.FindIndex(word => word.Value.StartsWith(Option, StringComparison.Ordinal));
            if (at < 0)
                continue;
            var word = words[at].Value == Option && at + 1 < words.Count ? words[at + 1] : words[at];
            if (word.Value.EndsWith("timestamp", StringComparison.Ordinal))
                yield return Finding.At(word, Rules.PycTime, "compiled modules hold the time of their source",
                    $"write {Option} checked-hash, or leave it out: SOURCE_DATE_EPOCH has it so");
        }
    }
}
