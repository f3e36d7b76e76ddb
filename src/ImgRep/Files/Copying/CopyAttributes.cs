using ImgRep.Files.Users;

namespace ImgRep.Files.Copying;

/// <summary>What <c>--chown</c> and <c>--chmod</c> make of the metadata of what is copied.</summary>
internal sealed class CopyAttributes(UserIds? owner, ModeChange? mode)
{
    /// <summary>How folders look that a copy has to make on the way: BuildKit up to 0.19 and Buildah agree on 0755 whatever
    /// <c>--chmod</c> says; later BuildKits do not agree among themselves (it depends on the daemon's umask).</summary>
    public Metadata Created { get; } = Metadata.DefaultDirectory with { Owner = owner?.User ?? 0, Group = owner?.Group ?? 0 };

    public static CopyAttributes Resolve(CopyRequest request, FileTree target) => new(
        request.Owner is null ? null : UserIds.Resolve(request.Owner, target, request.Span),
        request.Mode is null ? null : Options.Mode(request.Mode, request.Span));

    /// <summary>The metadata of a copy; the same object if nothing changes.</summary>
    public Metadata ApplyTo(TreeNode source)
    {
        var result = Owned(source.Metadata);
        if (mode is null || source is SymlinkNode)
            return result;
        var changed = mode.Apply(result.Mode, source is DirectoryNode);
        return changed == result.Mode ? result : result with { Mode = changed };
    }

    /// <summary>What <c>--chown</c> alone makes of it.</summary>
    public Metadata Owned(Metadata metadata) =>
        owner is { } ids && (metadata.Owner != ids.User || metadata.Group != ids.Group)
            ? metadata with { Owner = ids.User, Group = ids.Group }
            : metadata;
}
