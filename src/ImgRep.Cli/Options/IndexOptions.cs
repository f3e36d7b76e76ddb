using System.CommandLine;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Vouching;

namespace ImgRep.Cli.Options;

/// <summary>For commands that look into the indices of the distribution's archive.</summary>
internal static class IndexOptions
{
    public static Option<string?> Folder() => new("--indices")
    {
        Description = "The archive's indices, as imgrep sources indices fetches them [default: the archive is not asked]",
        HelpName = "DIR",
    };

    public static Option<string?> Keys() => new("--archive-keys")
    {
        Description = $"The archive's keys, as gpgv takes them [default: {SystemArchive.Keyring}]",
        HelpName = "FILE",
    };

    public static string KeyringOf(ParseResult arguments, Option<string?> keys) => Disk.FullPath(arguments.GetValue(keys) ?? SystemArchive.Keyring);

    public static async Task<ArchiveIndices> ReadAsync(
        ParseResult arguments, Option<string?> folder, Option<string?> keys, TemporaryFolders temporary, CancellationToken cancellation) =>
        arguments.GetValue(folder) is { } path ? await ArchiveIndices.ReadAsync(Disk.FullPath(path), KeyringOf(arguments, keys), temporary, cancellation) : ArchiveIndices.None;
}
