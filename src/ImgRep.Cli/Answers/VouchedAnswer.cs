using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Vouching;

namespace ImgRep.Cli.Answers;

/// <summary>Who vouches for sources; for people, a line for each and a count.</summary>
internal sealed record VouchedAnswer(ImmutableArray<ShownSource> Sources) : IAnswer
{
    public static VouchedAnswer From(ImmutableArray<VouchedSource> sources) => new([.. sources.Select(ShownSource.From)]);

    public IEnumerable<string> Lines()
    {
        var width = Sources.Select(source => source.File.Length).DefaultIfEmpty().Max();
        var parties = Sources.Select(source => source.Parties.Length).ToList();
        return Sources.Select(source => source.Line(width)).Append(
            $"{Sources.Length} sources: {parties.Count(count => count > 1)} with two witnesses, {parties.Count(count => count == 1)} with one, "
            + $"{parties.Count(count => count == 0)} with none");
    }
}

/// <param name="File">What upstream's URL calls it.</param>
/// <param name="Parties">Who vouches for it, by something that is signed: upstream, archive.</param>
/// <param name="Upstream">What upstream's signature says.</param>
/// <param name="Key">Whose signature it is.</param>
/// <param name="MadeAt">When it was made, where a signature says that.</param>
/// <param name="Archive">What the archive's indices say.</param>
internal sealed record ShownSource(
    Digest Digest, string Url, string File, ImmutableArray<PackageName> Packages, ImmutableArray<string> Parties, string Upstream, string? Key, DateTimeOffset? MadeAt,
    string Archive)
{
    public static ShownSource From(VouchedSource source) => new(
        source.Request.Digest, source.Request.Url.AbsoluteUri, source.Request.FileName is { Length: > 0 } name ? name : source.Request.Digest.Hex, source.Packages,
        source.Parties, source.Upstream.ToString(), source.Upstream.Key, source.Upstream.MadeAt, source.Archive.ToString());

    public string Line(int width) => $"{File.PadRight(width)}  {InWords,-20}  {Upstream}; {Archive}";

    private string InWords => Parties.Length switch { 0 => "nobody", 1 => $"{Parties[0]} alone", _ => string.Join(" and ", Parties) };
}
