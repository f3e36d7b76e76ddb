using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>What a build tells those who watch it, through an <see cref="IProgress{T}"/> that is called from many threads.
/// A package's events come in order: started, its steps, then finished or failed.</summary>
[JsonDerivedType(typeof(BuildPlanned), "planned")]
[JsonDerivedType(typeof(PackageStarted), "started")]
[JsonDerivedType(typeof(StepStarted), "step")]
[JsonDerivedType(typeof(StepFinished), "step-end")]
[JsonDerivedType(typeof(StepKept), "step-kept")]
[JsonDerivedType(typeof(PackageFinished), "finished")]
[JsonDerivedType(typeof(PackageDone), "done")]
[JsonDerivedType(typeof(PackageFailed), "failed")]
[JsonDerivedType(typeof(RoutesDiffer), "differ")]
[JsonDerivedType(typeof(RecipeDiffers), "recipe")]
[JsonDerivedType(typeof(Note), "note")]
[JsonDerivedType(typeof(Activity), "activity")]
[JsonDerivedType(typeof(TerminalLent), "terminal")]
public abstract record BuildEvent;

/// <summary>Once, before anything starts: what is going to be built, and how many packages at a time.</summary>
public sealed record BuildPlanned(ImmutableArray<PlannedPackage> Packages, int Jobs) : BuildEvent;

/// <param name="Expected">How long its last build took; null if it was never built here.</param>
public sealed record PlannedPackage(string Name, TimeSpan? Expected);

/// <param name="Steps">How many steps all its stages have together.</param>
public sealed record PackageStarted(string Package, int Steps) : BuildEvent;

/// <param name="Stage">The stage's name, or its index where it has none.</param>
/// <param name="Index">From 1, over all stages of the package; independent stages run at once, so indexes may overlap in time.</param>
/// <param name="Text">The instruction on one line, as a reader of the Containerfile knows it.</param>
public sealed record StepStarted(string Package, string Stage, int Index, int Count, string Text) : BuildEvent;

public sealed record StepFinished(string Package, int Index, bool Cached, TimeSpan Elapsed) : BuildEvent;

/// <summary>What a RUN came to lies in two files, for a registry to have; whoever takes them removes them.</summary>
/// <param name="Package">Without its route.</param>
/// <param name="Line">Of its Containerfile.</param>
/// <param name="Key">The hash of all that the step saw, as the store has it.</param>
/// <param name="Below">The hash of the results of the steps that it ran over.</param>
/// <param name="Result">The hash of what it changed.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Files">The path of both but for their endings.</param>
/// <param name="Contents">The digest of the second, which is a layer.</param>
/// <param name="Size">Bytes of that.</param>
public sealed record StepKept(
    string Package, int Line, Digest Key, Digest Below, Digest Result, TimeSpan Elapsed, string Builder, string Files, Digest Contents, long Size) : BuildEvent;

/// <param name="Digest">The manifest digest of its image.</param>
/// <param name="Cached">Nothing had to run.</param>
public sealed record PackageFinished(string Package, Digest Digest, bool Cached, TimeSpan Elapsed) : BuildEvent;

/// <summary>All routes of a package have given the same image, each of them finished before.</summary>
/// <param name="Recipes">The recipe keys of its routes.</param>
public sealed record PackageDone(string Package, Digest Image, ImmutableArray<Digest> Recipes) : BuildEvent;

/// <param name="Message">One line; what the step printed is in <paramref name="LastLines"/>.</param>
/// <param name="LastLines">The end of the log, empty if nothing was printed.</param>
/// <param name="LogFile">Where the whole log is kept; null if there is none.</param>
public sealed record PackageFailed(string Package, string Message, ImmutableArray<string> LastLines, string? LogFile) : BuildEvent;

/// <summary>The routes of a package gave different images.</summary>
/// <param name="Lines">In what two of them differ, what only the first has behind <c>-</c>.</param>
/// <param name="Folder">Where the trees of all are kept, each under its route's name.</param>
public sealed record RoutesDiffer(string Package, ImmutableArray<RouteResult> Results, ImmutableArray<string> Lines, string Folder) : BuildEvent;

/// <param name="Image">The manifest digest.</param>
public sealed record RouteResult(string Route, Digest Image);

/// <summary>A recipe gave another image here than elsewhere. What is elsewhere stays.</summary>
/// <param name="Package">With its route.</param>
/// <param name="There">The image that is elsewhere; null if what is there is no image of this recipe.</param>
/// <param name="Explanation">Who built that and how.</param>
public sealed record RecipeDiffers(string Package, Digest Recipe, Digest Here, Digest? There, string Explanation) : BuildEvent;

/// <summary>Something worth a line that belongs to no step: a mirror that answered wrongly, a damaged file that was rebuilt.</summary>
public sealed record Note(string Text) : BuildEvent;

/// <summary>Work that is no step of a package and may take a while: a transfer, many signatures to verify. Reported again under the same name as
/// it goes on, the last time with <see cref="HasEnded"/>.</summary>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much it is; null if that is not known.</param>
public sealed record Activity(string Name, ActivityUnit Unit, long Done, long? Total) : BuildEvent
{
    public bool HasEnded { get; init; }
}

/// <summary>What is counted.</summary>
public enum ActivityUnit
{
    Nothing,
    Items,
    Bytes,
}

/// <summary>Another program, one that asks for a passphrase, may use the terminal until the next event.</summary>
public sealed record TerminalLent : BuildEvent;
