using System.Globalization;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Artifacts;

/// <summary>What an artifact says in annotations of imgrep's own (OCI image-spec 1.1, annotations.md). Nobody has signed them.</summary>
internal sealed class Annotations
{
    private const string Prefix = "imgrep.";
    private const double LongestSeconds = 1e9;
    private const long MostBytes = 1L << 50;

    private readonly JsonInput manifest;
    private readonly Dictionary<string, string> said;

    private Annotations(JsonInput manifest) => (this.manifest, said) = (manifest, manifest.Members("annotations")
        .Where(member => member.Key.StartsWith(Prefix, StringComparison.Ordinal))
        .ToDictionary(member => member.Key[Prefix.Length..], member => member.Value.Text(), StringComparer.Ordinal));

    /// <param name="type">What artifact it must be.</param>
    /// <param name="otherwise">What is said of another one.</param>
    /// <exception cref="RejectedInputException">It is another one.</exception>
    public static Annotations Read(JsonInput manifest, string type, string otherwise) =>
        manifest.Required("artifactType").Text() == type ? new Annotations(manifest) : throw manifest.Rejected(otherwise);

    /// <summary>Those that have a value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Write(params IEnumerable<(string Name, string? Value)> said) =>
        said.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(Prefix + one.Name, one.Value!));

    public static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null if it is not there.</returns>
    public string? Find(string name) => said.GetValueOrDefault(name);

    /// <exception cref="RejectedInputException">It is not there.</exception>
    public string Text(string name) => Find(name) ?? throw Malformed(name);

    public Digest Digest(string name) => Primitives.Digest.TryParse(Text(name), out var digest) ? digest : throw Malformed(name);

    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Malformed(name);

    public TimeSpan Seconds(string name) => FindSeconds(name) ?? throw Malformed(name);

    public TimeSpan? FindSeconds(string name) => Find(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
        : throw Malformed(name);

    public long? FindBytes(string name) => Find(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes <= MostBytes ? bytes : throw Malformed(name);

    private RejectedInputException Malformed(string name) => manifest.Rejected($"its annotation {Prefix}{name} is missing or malformed");
}
