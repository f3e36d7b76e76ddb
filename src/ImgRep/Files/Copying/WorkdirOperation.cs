using ImgRep.Files.Users;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>WORKDIR as BuildKit does it: the folder and all that are missing above it are made for the user of that moment.</summary>
public static class WorkdirOperation
{
    /// <param name="path">Absolute.</param>
    /// <param name="user">As USER gave it; empty for root.</param>
    /// <exception cref="RejectedInputException">Something on the way is no folder.</exception>
    public static FileTree Apply(FileTree target, string path, string user, SourceSpan span)
    {
        var (owner, group, _) = UserIds.OwnerFor(user, target, span);
        return target.WithDirectory(path, Metadata.DefaultDirectory with { Owner = owner, Group = group }, span);
    }
}
