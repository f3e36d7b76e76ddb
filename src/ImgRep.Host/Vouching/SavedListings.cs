using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Sources;
using ImgRep.Sources.Versions;

namespace ImgRep.Host.Vouching;

/// <summary>A folder with a file for each project, named after it: a page or a listing that names its releases.</summary>
public sealed record SavedListings(string Folder)
{
    /// <summary>In bytes, of a page, saved or not.</summary>
    public const int LargestPage = 16 << 20;

    /// <summary>The versions that a project's page names; null if there is no page of it.</summary>
    public IReadOnlyCollection<string>? Find(Upstream upstream) =>
        Path.Combine(Folder, upstream.Name) is var file && Disk.IsFile(file) ? Listing.Read(upstream, Encoding.UTF8.GetString(SmallFile.Read(file, LargestPage))) : null;
}
