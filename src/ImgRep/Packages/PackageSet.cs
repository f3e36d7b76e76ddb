using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>The packages of a tree: those that were asked for, and everything they need.</summary>
/// <param name="Names">Every package of the tree, read or not, sorted.</param>
/// <param name="Packages">Those that were read, in no order.</param>
public sealed record PackageSet(ImmutableArray<PackageName> Names, ImmutableArray<Package> Packages)
{
    /// <param name="name">As a user gave it.</param>
    /// <exception cref="RejectedInputException">There is no such package among those that were read.</exception>
    public Package Find(string name) =>
        Packages.FirstOrDefault(package => package.Name.ToString() == name) ?? throw new RejectedInputException(UnknownPackage.At(SourceSpan.Whole("packages"), name, Names));

    /// <summary>The packages among those that were read that need one, by whatever way; sorted.</summary>
    public ImmutableArray<PackageName> RestingOn(PackageName name)
    {
        var users = Packages.SelectMany(package => package.Dependencies.Select(needed => (Needed: needed.Name, package.Name))).ToLookup(pair => pair.Needed, pair => pair.Name);
        var found = new SortedSet<PackageName>();
        var open = new Stack<PackageName>([name]);
        while (open.TryPop(out var next))
        {
            foreach (var user in users[next].Where(found.Add))
                open.Push(user);
        }
        return [.. found];
    }
}
