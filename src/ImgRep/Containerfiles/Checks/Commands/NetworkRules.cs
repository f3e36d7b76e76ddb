using System.Collections.Frozen;
using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Commands.Network;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>Commands that need a network: a RUN has none.</summary>
internal static class NetworkRules
{
    private static readonly FrozenDictionary<string, ImmutableArray<NetworkUse>> Uses =
        new[] { SystemPackages.Uses, LanguagePackages.Uses, Transfers.Uses }.SelectMany(uses => uses)
            .SelectMany(use => use.Names.Split(' ').Select(name => (Name: name, Use: use)))
            .GroupBy(row => row.Name, row => row.Use, StringComparer.Ordinal)
            .ToFrozenDictionary(uses => uses.Key, uses => uses.ToImmutableArray(), StringComparer.Ordinal);

    public static IEnumerable<Finding> Check(ShellScript script)
    {
        var said = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var command in script.Commands)
        {
            if (Find(command, Says) is var (what, hint))
                yield return Finding.At(command, Rules.NoNetwork, $"{what} cannot reach anything", hint);
        }

        bool Says(string variable)
        {
            if (!said.TryGetValue(variable, out var says))
                said.Add(variable, says = NetworkUse.Says(variable, script));
            return says;
        }
    }

    private static (string What, string Hint)? Find(ShellCommand command, Func<string, bool> says)
    {
        if (!Uses.TryGetValue(command.Name, out var uses))
            return null;
        var arguments = ProgramOptions.Read(command);
        if (arguments.Has("--help") || (arguments.Has("--version") && arguments.Operands.IsEmpty))
            return null;
        return uses.Select(use => (What: use.Find(command, arguments, says), use.Hint)).FirstOrDefault(found => found.What is not null) is { What: { } what, Hint: var hint }
            ? (what, hint)
            : null;
    }
}
