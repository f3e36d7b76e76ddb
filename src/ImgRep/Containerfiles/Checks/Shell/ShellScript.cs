using System.Collections.Immutable;
using ImgRep.Containerfiles.Stages;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>The commands of a script, in the order in which they end.</summary>
/// <param name="Parameters">Each <c>$NAME</c> and <c>${NAME</c> that the shell would expand; the value is the name.</param>
internal sealed record ShellScript(ImmutableArray<ShellCommand> Commands, ImmutableArray<ShellWord> Parameters)
{
    /// <summary>What ENV and ARG set for it.</summary>
    public StageConfig Stage { get; init; } = StageConfig.Empty;

    /// <summary>All that a variable may hold at some point of the script.</summary>
    public string ValuesOf(string name) =>
        string.Join(' ', Assignments(name).Select(word => word.Value[(name.Length + 1)..]).Prepend(ValueInStage(name)));

    /// <summary>Words like <c>NAME=VALUE</c>, wherever they stand: also behind <c>export</c> and <c>env</c>.</summary>
    public IEnumerable<ShellWord> Assignments(string name) =>
        Commands.SelectMany(command => command.Before.Concat(command.Words))
            .Where(word => word.Value.Length > name.Length && word.Value[name.Length] == '=' && word.Value.StartsWith(name, StringComparison.Ordinal));

    private string ValueInStage(string name) =>
        Stage.Env.FirstOrDefault(variable => variable.Key == name).Value ?? Stage.Arguments.GetValueOrDefault(name) ?? "";
}
