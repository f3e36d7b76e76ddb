using System.Collections.Immutable;
using ImgRep.Host.Trust.Signing;
using ImgRep.Packages;

namespace ImgRep.Cli.Answers;

/// <summary>What was signed; for people, the files that were written.</summary>
/// <param name="Person">Who signed; empty if there was nothing to sign.</param>
internal sealed record SignAnswer(string Person, ImmutableArray<string> Files, IEnumerable<RefusedPackage> Refused) : IAnswer
{
    public static SignAnswer From(Signed signed) => new(signed.Person, signed.Files, signed.Refused.Select(refused => new RefusedPackage(refused.Package, refused.Reason)));

    public IEnumerable<string> Lines() => Files;
}

internal sealed record RefusedPackage(PackageName Package, string Reason);
