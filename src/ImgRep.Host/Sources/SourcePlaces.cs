using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Posix;
using ImgRep.Sources;

namespace ImgRep.Host.Sources;

/// <summary>Where a source may be found: nearest first, so that upstream and the archive are asked for what nobody else has.</summary>
public sealed record SourcePlaces(ImmutableArray<string> Folders, MirrorRules Mirrors, SourceTable Table, SystemArchive? Archive)
{
    /// <summary>The places of one source, in the order in which to try them: folders, mirrors, upstream, the system's archive.</summary>
    public IEnumerable<Uri> For(SourceRequest request)
    {
        var file = Table.Find(request.Digest);
        return [.. InFolders(request, file), .. Mirrors.ByDigest(request.Digest), .. AtUpstream(request, file), .. InArchive(file)];
    }

    /// <summary>Where there is a repository, or may be a copy of it, in the order in which to try them.</summary>
    public IEnumerable<Uri> RepositoriesOf(SourceRequest request) => Mirrors.ByUrl(request.Url).Append(request.Url);

    /// <summary>Upstream has other bytes than what the archive packed itself: asking for them would only bring a wrong hash.</summary>
    private IEnumerable<Uri> AtUpstream(SourceRequest request, ArchiveFile? file) =>
        request.Commit is not null ? RepositoriesOf(request).Select(RepositoryTransfer.PlaceOf)
        : file is { IsRepack: true } || request.Url.Scheme is not ("http" or "https") ? [] : Mirrors.ByUrl(request.Url).Append(request.Url);

    private IEnumerable<Uri> InFolders(SourceRequest request, ArchiveFile? file) =>
        from folder in Folders
        from name in new[] { "sha256/" + request.Digest.Hex, request.FileName, file?.Name ?? "" }
        where name.Length > 0
        let path = Path.Combine(folder, name)
        where Disk.IsFile(path)
        select new Uri(path);

    private IEnumerable<Uri> InArchive(ArchiveFile? file) => file is null || Archive is null ? [] : [Archive.SourceFile(file)];
}
