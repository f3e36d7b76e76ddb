using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Inside;

/// <summary>How a job ended.</summary>
[JsonDerivedType(typeof(BuildResult), "built")]
[JsonDerivedType(typeof(TestResult), "tested")]
[JsonDerivedType(typeof(ShellResult), "shell")]
[JsonDerivedType(typeof(RemovalResult), "removed")]
[JsonDerivedType(typeof(EnvironmentFailure), "environment")]
[JsonDerivedType(typeof(RejectedFailure), "rejected")]
[JsonDerivedType(typeof(BuildFailure), "build")]
[JsonDerivedType(typeof(RoutesFailure), "routes")]
[JsonDerivedType(typeof(DamageFailure), "damage")]
[JsonDerivedType(typeof(MemoryFailure), "memory")]
[JsonDerivedType(typeof(Interruption), "interruption")]
[JsonDerivedType(typeof(Bug), "bug")]
internal abstract record JobResult;

/// <param name="Routes">Every route of every package of the job.</param>
internal sealed record BuildResult(ImmutableArray<BuiltRoute> Routes) : JobResult;

/// <param name="Route">Null for the only route.</param>
/// <param name="Image">The digest that it came to.</param>
internal sealed record BuiltRoute(PackageName Package, string? Route, Digest Image);

/// <param name="Passed">The labels of the tests that passed.</param>
internal sealed record TestResult(ImmutableArray<string> Passed) : JobResult;

/// <summary>The shell that was wanted in place of a step has ended.</summary>
internal sealed record ShellResult(int ExitCode) : JobResult;

/// <inheritdoc cref="Store.Removal"/>
internal sealed record RemovalResult(long Bytes, int InUse, ImmutableArray<string> Stuck) : JobResult;
