using System.Collections.Immutable;
using ImgRep.Host.Sources;

namespace ImgRep.Host.Checkouts;

/// <summary>Where the sources of a tree may be found: its files <c>mirrors</c> and <c>sources</c>, folders, and the system's archive.</summary>
public static class CheckoutSources
{
    public static SourcePlaces Read(Checkout tree, ImmutableArray<string> folders) => new(
        folders,
        Read(tree, "mirrors") is { } mirrors ? MirrorRules.Parse(mirrors, "mirrors") : MirrorRules.None,
        Read(tree, "sources") is { } table ? SourceTable.Parse(table, "sources") : SourceTable.Empty,
        SystemArchive.Find());

    private static string? Read(Checkout tree, string name) => CheckoutFile.TryReadText(tree, name, SmallFile.MaximumTable);
}
