using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Vouching;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources.Updating;

namespace ImgRep.Host.Updates;

/// <summary>Puts a release into the files of a tree: the Containerfiles of a package, the file <c>sources</c>, and upstream's signature.</summary>
/// <param name="all">Every package of the tree.</param>
public sealed class PackageUpdate(Checkout tree, Package package, IEnumerable<Package> all)
{
    private const string Table = "sources";

    /// <summary>Writes nothing if one of the Containerfiles cannot be edited.</summary>
    /// <param name="used">What is replaced.</param>
    /// <param name="signature">Null for none.</param>
    /// <exception cref="RejectedInputException">A Containerfile spells the source otherwise than with its version.</exception>
    public UpdatedFiles Write(UsedSource used, FoundRelease release, byte[]? signature)
    {
        var (kind, old) = (used.Upstream.Signature, used.Request.Digest);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var route in package.Routes.Where(route => route.Sources.Any(source => source.Digest == old)))
            files[route.File] = Edit(route, used, release);
        var stays = all.Where(other => other.Name != package.Name).Any(other => other.Sources.Any(source => source.Digest == old));
        if (CheckoutFile.TryReadText(tree, Table, SmallFile.MaximumTable) is var table && (table is not null || release.Row is not null))
        {
            var edited = SourceTableEdit.Apply(table ?? "", old, release.Row, stays);
            if (edited != table)
                files[Table] = Encoding.UTF8.GetBytes(edited);
        }
        if (signature is not null)
            files[ReleaseSignatures.PathOf(kind, release.Source.Digest)!] = signature;
        // What a Containerfile names is there before it.
        foreach (var (path, bytes) in files.Reverse())
            DurableFile.Write(tree, path, bytes);
        if (stays || ReleaseSignatures.PathOf(kind, old) is not { } superseded || CheckoutFile.TypeOf(tree, superseded) is null)
            return new UpdatedFiles([.. files.Keys], []);
        DurableFile.Delete(tree, superseded);
        return new UpdatedFiles([.. files.Keys], [superseded]);
    }

    private byte[] Edit(Route route, UsedSource used, FoundRelease release)
    {
        var text = RecipeEdit.Apply(Encoding.UTF8.GetString(route.Source.Span), (used.Version, used.Request.Digest), (release.Version, release.Source.Digest));
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        var diagnostics = new List<Diagnostic>();
        return text is not null && Route.Read(package.Name, route.Name, route.File, bytes, diagnostics) is { } edited && edited.Sources.Contains(release.Source) ? bytes
            : throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(route.File), "recipe-edit", $"with {release.Version} in the place of {used.Version} it does not name {release.Source.Url.AbsoluteUri}",
                $"edit it by hand: the hash is sha256:{release.Source.Digest.Hex}"));
    }
}
