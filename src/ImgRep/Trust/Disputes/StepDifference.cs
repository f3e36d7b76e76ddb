using System.Collections.Immutable;
using ImgRep.Building;

namespace ImgRep.Trust.Disputes;

/// <summary>The first RUN of a recipe that two people do not have alike.</summary>
/// <param name="Line">Of the Containerfile.</param>
/// <param name="IsInput">What it saw differs already; otherwise only what it came to.</param>
public sealed record StepDifference(int Line, bool IsInput)
{
    /// <returns>Null if none differs.</returns>
    public static StepDifference? First(ImmutableArray<StepResult> before, ImmutableArray<StepResult> after)
    {
        var (first, second) = (before.ToDictionary(step => step.Line), after.ToDictionary(step => step.Line));
        foreach (var line in first.Keys.Union(second.Keys).Order())
        {
            if (first.GetValueOrDefault(line)?.Key != second.GetValueOrDefault(line)?.Key)
                return new StepDifference(line, IsInput: true);
            if (first[line].Result != second[line].Result)
                return new StepDifference(line, IsInput: false);
        }
        return null;
    }
}
