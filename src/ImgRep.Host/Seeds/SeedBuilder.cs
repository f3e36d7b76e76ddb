using System.Collections.Immutable;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Sources;
using ImgRep.Primitives;

namespace ImgRep.Host.Seeds;

/// <summary>Recreates seeds from the distribution's signed archive: the same bytes in every run and for every user.</summary>
/// <param name="archive">The system's archive; null if it has none.</param>
/// <param name="temporaryFolder">On a disk with about a gigabyte to spare.</param>
public sealed class SeedBuilder(SystemArchive? archive, string temporaryFolder)
{
    /// <summary>Writes the root filesystem of a seed as a tar, from what the archive has today.</summary>
    /// <returns>The packages it is made of.</returns>
    /// <exception cref="EnvironmentException">It cannot be made.</exception>
    public async Task<ImmutableArray<SeedArchive>> CreateTarAsync(Seed seed, string destinationTar, CancellationToken cancellation)
    {
        if (archive is null)
        {
            throw new EnvironmentException("recreate seed", seed.Name, "this system's apt knows no archive of the distribution",
                $"recreate it on a Debian system, or put a .sources file for {seed.Suite} into /etc/apt/sources.list.d");
        }
        if (ProgramPath.Find(Mmdebstrap.Program) is null)
            throw new EnvironmentException("recreate seed", seed.Name, $"{Mmdebstrap.Program} is not installed", $"install {Mmdebstrap.Program}, or let make do it");
        var work = Disk.MakeFolder(Path.Combine(temporaryFolder, $"seed-{Guid.NewGuid():N}"));
        try
        {
            var settings = await AptSettings.ReadAsync(cancellation);
            var arguments = Mmdebstrap.Arguments(seed, archive, SystemArchive.Keyring, settings, destinationTar);
            return Mmdebstrap.Archives(await HostProgram.RunAsync("unshare", arguments, Variables(work), cancellation));
        }
        catch (EnvironmentException exception)
        {
            throw new EnvironmentException("recreate seed", seed.Name, exception.Message, exception.Hint, exception);
        }
        finally
        {
            Disk.DeleteFolder(work);
        }
    }

    /// <summary>Compares what a seed's tree came to with its pin.</summary>
    /// <param name="layer">The digest of the canonical layer of the tree in the tar.</param>
    /// <exception cref="EnvironmentException">They differ, though the packages are the pinned ones.</exception>
    public static void Verify(Seed seed, Digest layer)
    {
        if (seed.Layer != layer)
        {
            throw new EnvironmentException("verify seed", seed.Name,
                $"its packages are the pinned ones, but its tree is {layer}, not {seed.Layer?.ToString() ?? "pinned"}",
                "this mmdebstrap may unpack in another way; report it with the output of mmdebstrap --version");
        }
    }

    /// <summary>Times no later than 1970 in the tar; the system folders for those whose PATH lacks them.</summary>
    private static Dictionary<string, string> Variables(string temporary) => new()
    {
        ["SOURCE_DATE_EPOCH"] = "0",
        ["TMPDIR"] = temporary,
        ["LC_ALL"] = "C.UTF-8",
        ["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/bin:/sbin:/bin",
    };
}
