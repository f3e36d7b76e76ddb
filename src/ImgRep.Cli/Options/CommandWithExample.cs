using System.Collections.Immutable;
using System.CommandLine;

namespace ImgRep.Cli.Options;

/// <summary>A command that says in its help what its exit codes mean, and ends it with an example.</summary>
/// <param name="verdict">What has happened where it ends with exit code 3; null where it never does.</param>
/// <param name="answers">The records it may answer with; none where it has no answer that JSON could be.</param>
internal sealed class CommandWithExample(string name, string description, string example, string? verdict = null, params Type[] answers) : Command(name, description)
{
    public string Example { get; } = example;

    public string? Verdict { get; } = verdict;

    public ImmutableArray<Type> Answers { get; } = [.. answers];

    /// <summary>What the command does; it gives the exit code.</summary>
    public void OnRun(Func<ParseResult, CancellationToken, int> run) =>
        SetAction((arguments, cancellation) => Task.FromResult(run(arguments, cancellation)));

    /// <summary>For commands whose answer is no record: they do not pass over <c>--json</c> in silence.</summary>
    public void RefuseJson() => Validators.Add(result =>
    {
        if (result.GetResult(CommonOptions.Json) is { Implicit: false })
            result.AddError($"{Name} has no answer that could be JSON");
    });
}
