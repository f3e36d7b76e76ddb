using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Vouching;

namespace ImgRep.Host.Vouching;

/// <summary>Says of each source in use who vouches for it.</summary>
public sealed class SourceWitnesses(SourceTable table, ReleaseSignatures signatures, ArchiveIndices indices)
{
    /// <summary>The sources whose files have to be in the store, as there is a signature to verify.</summary>
    public IEnumerable<SourceRequest> Needed(IEnumerable<Package> packages) => Collect(packages).Keys.Where(source => signatures.NeedsFile(source, table.Find(source.Digest)));

    /// <summary>Each source once, sorted by its file's name.</summary>
    public async Task<ImmutableArray<VouchedSource>> AskAsync(IEnumerable<Package> packages, CancellationToken cancellation)
    {
        var users = Collect(packages);
        var listed = indices.Find(users.Keys.Select(source => source.Digest).ToHashSet());
        var vouched = ImmutableArray.CreateBuilder<VouchedSource>();
        foreach (var (source, names) in users.OrderBy(user => user.Key.FileName, StringComparer.Ordinal).ThenBy(user => user.Key.Digest))
        {
            var word = await signatures.VerifyAsync(source, table.Find(source.Digest), cancellation);
            vouched.Add(new VouchedSource(source, [.. names.Order()], word, listed[source.Digest]));
        }
        return vouched.ToImmutable();
    }

    private static Dictionary<SourceRequest, HashSet<PackageName>> Collect(IEnumerable<Package> packages)
    {
        var users = new Dictionary<Digest, (SourceRequest Source, HashSet<PackageName> Names)>();
        foreach (var (package, source) in packages.SelectMany(package => package.Routes.SelectMany(route => route.Sources).Select(source => (package, source))))
        {
            if (!users.TryGetValue(source.Digest, out var user))
                users[source.Digest] = user = (source, []);
            user.Names.Add(package.Name);
        }
        return users.Values.ToDictionary(user => user.Source, user => user.Names);
    }
}
