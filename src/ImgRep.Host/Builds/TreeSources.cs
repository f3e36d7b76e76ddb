using System.Collections.Immutable;
using ImgRep.Host.Sources;
using ImgRep.Host.Tree;

namespace ImgRep.Host.Builds;

/// <summary>Where the sources of a tree may be found: its files <c>mirrors</c> and <c>sources</c>, folders, and the system's archive.</summary>
public static class TreeSources
{
    public static SourcePlaces Of(TreeFolder tree, ImmutableArray<string> folders) => new(
        folders,
        Read(tree, "mirrors") is { } mirrors ? MirrorRules.Parse(mirrors, "mirrors") : MirrorRules.None,
        Read(tree, "sources") is { } table ? SourceTable.Parse(table, "sources") : SourceTable.Empty,
        SystemArchive.Find());

    private static string? Read(TreeFolder tree, string name) => TreeFile.TryReadText(tree, name, SmallFile.MaximumTable);
}
