using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>The file <c>keys/upstream/places</c>: where the fingerprint of each key was found, at two places at least that do not copy from each
/// other (docs/formats/upstreams.md).</summary>
public static class KeyPlaces
{
    public const string Name = "places";

    /// <summary>The places of each key.</summary>
    /// <exception cref="RejectedInputException">A key has fewer than two, or two lines.</exception>
    public static ImmutableDictionary<string, ImmutableArray<string>> Parse(string text, string file)
    {
        var places = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var line in TableLine.Read(text, file))
        {
            if (line.Words[1..].Distinct(StringComparer.Ordinal).Count() < 2)
                diagnostics.Add(Diagnostic.Error(line.Span, "key-places", $"the key {line.Words[0]} was not found at two places", "write KEY PLACE PLACE"));
            else if (!places.TryAdd(line.Words[0], line.Words[1..]))
                diagnostics.Add(Diagnostic.Error(line.Span, "key-places", $"the key {line.Words[0]} stands there twice", "remove one line"));
        }
        return diagnostics.Count == 0 ? places.ToImmutable() : throw new RejectedInputException(diagnostics.ToImmutable());
    }
}
