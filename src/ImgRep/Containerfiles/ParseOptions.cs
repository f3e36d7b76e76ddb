using System.Collections.Immutable;
using ImgRep.Containerfiles.Checks;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <param name="Platform">What is built, and on what: the value of TARGETPLATFORM and BUILDPLATFORM.</param>
/// <param name="BuildArguments">Values of ARG that win over defaults.</param>
/// <param name="SyntaxOnly">Refuse only what BuildKit refuses; otherwise <see cref="ReproducibilityRules"/> hold too.</param>
public sealed record ParseOptions(Platform Platform, ImmutableDictionary<string, string> BuildArguments, bool SyntaxOnly)
{
    /// <summary>A package as this machine builds it.</summary>
    public static ParseOptions Default { get; } = new(Platform.Host, ImmutableDictionary<string, string>.Empty, false);
}
