using System.Collections.Immutable;
using ImgRep.Host.Sources;
using ImgRep.Sources;

namespace ImgRep.Host.Checkouts;

/// <summary>Where the sources of a tree may be found: its files <c>mirrors</c> and <c>sources</c>, folders, and the system's archive.</summary>
public static class CheckoutSources
{
    public static SourcePlaces Read(Checkout tree, ImmutableArray<string> folders) => new(
        folders,
        Read(tree, "mirrors") is { } mirrors ? MirrorRules.Parse(mirrors, "mirrors") : MirrorRules.None,
        ReadTable(tree),
        SystemArchive.Find());

    /// <summary>The file <c>sources</c>; empty if there is none.</summary>
    public static SourceTable ReadTable(Checkout tree) => Read(tree, "sources") is { } table ? SourceTable.Parse(table, "sources") : SourceTable.Empty;

    /// <summary>The file <c>commits</c>; empty if there is none.</summary>
    public static CommitTable ReadCommits(Checkout tree) =>
        Read(tree, CommitTable.FileName) is { } table ? CommitTable.Parse(table, CommitTable.FileName) : CommitTable.Empty;

    private static string? Read(Checkout tree, string name) => CheckoutFile.TryReadText(tree, name, SmallFile.MaximumTable);
}
