using ImgRep.Files.Tar;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>A tar archive made ready by who can unpack and keep it.</summary>
/// <param name="Name">For messages: the file that ADD took.</param>
/// <param name="Tar">Uncompressed, at its start; disposed by who opened it.</param>
/// <param name="Slice">Content for a range of it, given its offset, length and digest.</param>
public sealed record TarArchive(string Name, Stream Tar, Func<long, long, Digest, IFileContent> Slice, TarLimits Limits);

/// <summary>ADD of local files as BuildKit does it: COPY, but archives are unpacked.</summary>
public static class AddOperation
{
    /// <param name="request">As for COPY. Owners come from the archive unless <c>--chown</c> says otherwise; <c>--chmod</c> and
    /// <c>--exclude</c> do not reach into it.</param>
    /// <param name="open">Opens a file, given its name for messages, that is a tar archive, compressed or not
    /// (<see cref="CompressionMagic"/>, <see cref="TarReader.IsTar"/>); null for any other file, which is copied.</param>
    /// <exception cref="RejectedInputException">As for COPY, or an archive is malformed or hostile.</exception>
    public static FileTree Apply(FileTree target, CopyRequest request, Func<string, IFileContent, TarArchive?> open) =>
        CopyOperation.Apply(target, request, open);
}
