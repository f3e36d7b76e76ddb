using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ImgRep.Host.Builders;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Inside;

/// <summary>What a process in the namespaces is asked to do. It holds everything that was read and decided outside: nothing of it is read or decided again.</summary>
/// <param name="Store">The root of the store that it works in.</param>
[JsonDerivedType(typeof(BuildJob), "build")]
[JsonDerivedType(typeof(TestJob), "test")]
[JsonDerivedType(typeof(CollectJob), "collect")]
[JsonDerivedType(typeof(ClearJob), "clear")]
internal abstract record Job(string Store)
{
    /// <summary>The session that it is a part of; null for one of its own.</summary>
    public StoreSession? Session { get; init; }
}

/// <summary>Build packages.</summary>
/// <param name="Checkout">Where logs and the trees of routes that differ are written.</param>
/// <param name="Packages">What is to be built, each after all that it needs, and what may have to be because of that.</param>
/// <param name="Images">What the packages take and this job does not build.</param>
internal sealed record BuildJob(
    string Store, string Checkout, BuilderOptions Options, ImmutableArray<JobPackage> Packages, ImmutableArray<JobImage> Images, ImmutableArray<JobSeed> Seeds) : Job(Store)
{
    /// <summary>Names the variations of a varied rebuild, whose log lies beside that of the usual build; null for a usual build.</summary>
    public string? Variations { get; init; }

    /// <summary>Whether root's build has other ids than usual.</summary>
    public bool ShiftsIds { get; init; }
}

/// <summary>Run tests of packages, whose images are there.</summary>
/// <param name="Images">What the tests take.</param>
internal sealed record TestJob(
    string Store, string Checkout, BuilderOptions Options, ImmutableArray<JobTest> Tests, ImmutableArray<JobImage> Images, ImmutableArray<JobSeed> Seeds) : Job(Store);

/// <summary>Remove what was longest not used.</summary>
/// <param name="Keep">How many bytes may stay.</param>
internal sealed record CollectJob(string Store, long Keep) : Job(Store);

/// <summary>Remove everything that was built.</summary>
internal sealed record ClearJob(string Store, bool WithSources) : Job(Store);

/// <param name="Anew">Whether it is built though its image may be there.</param>
internal sealed record JobPackage(PackageName Name, ImmutableArray<JobRoute> Routes, JobContext Context, bool Anew);

/// <param name="Image">What its recipe gave before; null if it must be built.</param>
internal sealed record JobRoute(
    string? Name, string File, byte[] Source, Digest Evaluation, ImmutableArray<JobSource> Sources, ImmutableArray<JobReference> References, Digest? Image);

/// <summary>A package or a seed that a Containerfile names.</summary>
/// <param name="Pinned">The digest that a package must have; null for the one that the tree builds.</param>
internal sealed record JobReference(string Name, bool IsSeed, Digest? Pinned);

internal sealed record JobSource(Digest Digest, string Url, string? Commit = null);

internal sealed record JobTest(PackageName Package, JobRoute Route, JobContext Context);

internal sealed record JobImage(PackageName Package, Digest Image);

internal sealed record JobSeed(string Name, Digest Layer);

/// <summary>A package's folder as it was read.</summary>
/// <param name="Folder">Its absolute path.</param>
/// <param name="Entries">Each folder before what is in it, and that before the next.</param>
/// <param name="Ignored">What its ignore file says; null if there is none.</param>
internal sealed record JobContext(string Folder, ImmutableArray<JobEntry> Entries, JobIgnoreFile? Ignored);

internal sealed record JobIgnoreFile(string Path, byte[] Content);

/// <summary>A folder if it has <see cref="Children"/>, a link if it has a <see cref="Target"/>, else a file.</summary>
internal sealed record JobEntry(byte[] Name)
{
    /// <summary>How many entries are in the folder.</summary>
    public int? Children { get; init; }

    public byte[]? Target { get; init; }

    public bool IsExecutable { get; init; }

    public long Size { get; init; }

    /// <summary>What reading the file must confirm.</summary>
    public Digest? Content { get; init; }
}
