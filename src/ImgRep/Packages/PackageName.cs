using System.Diagnostics.CodeAnalysis;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;

namespace ImgRep.Packages;

/// <summary>A package's name: its folder's, and the last component of the repository <c>imgrep/NAME</c> (OCI distribution-spec 1.1,
/// pulling manifests): lower-case letters and digits, parted by one <c>.</c>, one or two <c>_</c>, or any number of <c>-</c>.</summary>
public sealed class PackageName : IEquatable<PackageName>, IComparable<PackageName>
{
    /// <summary>What repositories of this tree begin with.</summary>
    public const string Namespace = PackageTarget.Namespace;

    /// <summary>A repository has at most 255 characters, those of <see cref="Namespace"/> among them.</summary>
    public const int MaximumLength = 255 - 7;

    private readonly string text;

    private PackageName(string text) => this.text = text;

    public static PackageName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"not a package name: '{text}'");

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PackageName? name)
    {
        name = text is { Length: > 0 and <= MaximumLength } && ImageReference.IsPathPart(text) ? new PackageName(text) : null;
        return name is not null;
    }

    public override string ToString() => text;

    public bool Equals(PackageName? other) => string.Equals(text, other?.text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as PackageName);

    public override int GetHashCode() => string.GetHashCode(text, StringComparison.Ordinal);

    public int CompareTo(PackageName? other) => string.CompareOrdinal(text, other?.text);

    public static bool operator ==(PackageName? left, PackageName? right) => Equals(left, right);

    public static bool operator !=(PackageName? left, PackageName? right) => !Equals(left, right);

    public static bool operator <(PackageName left, PackageName right) => left.CompareTo(right) < 0;

    public static bool operator <=(PackageName left, PackageName right) => left.CompareTo(right) <= 0;

    public static bool operator >(PackageName left, PackageName right) => left.CompareTo(right) > 0;

    public static bool operator >=(PackageName left, PackageName right) => left.CompareTo(right) >= 0;
}
