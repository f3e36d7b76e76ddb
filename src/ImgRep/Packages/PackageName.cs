using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace ImgRep.Packages;

/// <summary>A package's name: its folder's, and the last component of the repository <c>imgrep/NAME</c> (OCI distribution-spec 1.1,
/// pulling manifests): lower-case letters and digits, parted by one <c>.</c>, one or two <c>_</c>, or any number of <c>-</c>.</summary>
public readonly struct PackageName : IEquatable<PackageName>, IComparable<PackageName>
{
    /// <summary>What repositories of this tree begin with.</summary>
    public const string Namespace = "imgrep/";

    /// <summary>A repository has at most 255 characters.</summary>
    public const int MaximumLength = 255 - 7;

    private static readonly SearchValues<char> Alphanumeric = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");
    private readonly string? text;

    private PackageName(string text) => this.text = text;

    public static PackageName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"not a package name: '{text}'");

    public static bool TryParse([NotNullWhen(true)] string? text, out PackageName name)
    {
        name = default;
        if (text is not { Length: > 0 and <= MaximumLength } || !IsPath(text))
            return false;
        name = new PackageName(text);
        return true;
    }

    public override string ToString() => text ?? "";

    public bool Equals(PackageName other) => string.Equals(text, other.text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is PackageName other && Equals(other);

    public override int GetHashCode() => text is null ? 0 : string.GetHashCode(text, StringComparison.Ordinal);

    public int CompareTo(PackageName other) => string.CompareOrdinal(text, other.text);

    public static bool operator ==(PackageName left, PackageName right) => left.Equals(right);

    public static bool operator !=(PackageName left, PackageName right) => !left.Equals(right);

    public static bool operator <(PackageName left, PackageName right) => left.CompareTo(right) < 0;

    public static bool operator <=(PackageName left, PackageName right) => left.CompareTo(right) <= 0;

    public static bool operator >(PackageName left, PackageName right) => left.CompareTo(right) > 0;

    public static bool operator >=(PackageName left, PackageName right) => left.CompareTo(right) >= 0;

    private static bool IsPath(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var word = text.IndexOfAnyExcept(Alphanumeric);
            if (word < 0)
                return true;
            if (word == 0)
                return false;
            text = text[word..];
            var separator = text.IndexOfAny(Alphanumeric);
            if (separator < 0 || !IsSeparator(text[..separator]))
                return false;
            text = text[separator..];
        }
    }

    private static bool IsSeparator(ReadOnlySpan<char> text) => text is "." or "_" or "__" || text.IndexOfAnyExcept('-') < 0;
}
