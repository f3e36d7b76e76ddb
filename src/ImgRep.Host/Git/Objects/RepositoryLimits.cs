namespace ImgRep.Host.Git.Objects;

/// <summary>What a repository of somebody else's may take: a few kilobytes of objects can stand for more files and bytes than any disk has.</summary>
/// <param name="Bytes">Of what is transferred, and of the tree's files together.</param>
internal sealed record RepositoryLimits(long Bytes)
{
    /// <summary>Bytes of one file, which is in memory for a moment.</summary>
    public int File { get; init; } = 1 << 30;

    /// <summary>Files, links and folders.</summary>
    public long Entries { get; init; } = 2_000_000;

    /// <summary>Repositories that belong to one, as its submodules and theirs.</summary>
    public int Submodules { get; init; } = 200;

    /// <summary>Bytes of address space of each process of git.</summary>
    public long Memory { get; init; } = 6L << 30;

    /// <summary>Of one transfer, in all and of a processor.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Git says nothing for so long.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(5);
}
