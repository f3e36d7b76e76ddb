using ImgRep.Primitives;
using ImgRep.Trust.Listings;

namespace ImgRep.Trust.Disputes;

/// <summary>Two claims about what a package comes to, compared by what little is known of both.</summary>
/// <param name="Step">The first step that differs; null if none does, or if nothing is known of the steps of one side.</param>
/// <param name="Files">Null if nothing is known of the files of one side.</param>
/// <param name="IsConfiguration">Whether the configurations are known to differ in more than the layer that they name.</param>
public sealed record Dispute(DisputeSide First, DisputeSide Second, StepDifference? Step, ListingDifference? Files, bool IsConfiguration)
{
    public bool IsAgreed => First.Image == Second.Image;

    /// <summary>What this machine got from the same recipe, where that is a third image; null otherwise.</summary>
    public Digest? Third { get; init; }

    /// <summary>What is probably behind it.</summary>
    public Cause Cause => IsAgreed ? Cause.Unknown
        : First.Recipe is { } one && Second.Recipe is { } other && one != other ? Cause.Recipe
        : Step is { IsInput: true } ? Cause.Input
        : Files is null ? Cause.Unknown
        : Files.Changes.IsEmpty && Files.Closed.IsEmpty ? IsConfiguration ? Cause.Configuration : Cause.Writing
        : CauseOf(Files);

    public static Dispute Between(DisputeSide first, DisputeSide second)
    {
        if (first.Evidence is not { } left || second.Evidence is not { } right || first.Image == second.Image)
            return new Dispute(first, second, null, null, IsConfiguration: false);
        var step = left.Steps.IsEmpty || right.Steps.IsEmpty ? null : StepDifference.First(left.Steps, right.Steps);
        return new Dispute(first, second, step, ListingDifference.Between(left.Files, right.Files), left.Layer == right.Layer && left.Configuration != right.Configuration);
    }

    private Cause CauseOf(ListingDifference files)
    {
        var content = files.Changes.Where(change => change.IsContent).ToList();
        if (!files.Closed.IsEmpty)
            return Cause.SomeFiles;
        if (content.Count == 0)
            return files.Changes.All(IsMetadata) ? Cause.Metadata : Cause.SomeFiles;
        var dated = First.Evidence!.Dated.Concat(Second.Evidence!.Dated).ToHashSet(StringComparer.Ordinal);
        if (content.TrueForAll(change => dated.Contains(change.Path)))
            return Cause.Time;
        if (content.TrueForAll(change => change.IsOrder))
            return Cause.Order;
        if (Third is not null)
            return Cause.Chance;
        if (files.Changes.Length == 1 && content[0].Before!.Size == content[0].After!.Size)
            return Cause.OneFile;
        return content.Count > 1 && files.Same == 0 ? Cause.EveryFile : Cause.SomeFiles;
    }

    private static bool IsMetadata(ListedChange change) =>
        change is { Before: { } before, After: { } after } && before.Kind == after.Kind && (before.Kind == 'd' || before.Hash == after.Hash);
}
