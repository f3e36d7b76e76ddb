using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ImgRep.Building;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Listings;

namespace ImgRep.Trust.Signatures;

/// <summary>That somebody got another image from a recipe than the tree commits to, with what it takes to find out why (docs/formats/signatures.md).</summary>
/// <param name="Claim">That they rebuilt the package, from what, and what they got.</param>
/// <param name="Committed">What the tree commits to.</param>
/// <param name="Configuration">Of the image that they got.</param>
/// <param name="Layer">Of the image that they got.</param>
/// <param name="Steps">In the order of their lines; none where the builder tells nothing of them.</param>
/// <param name="Dated">Paths of files that hold a date of the build.</param>
public sealed record Disagreement(
    Claim Claim, Digest Committed, Descriptor Configuration, LayerDescriptor Layer, ImmutableArray<StepResult> Steps, ImmutableArray<string> Dated, TreeListing Files)
{
    /// <summary>Bytes of the file.</summary>
    public const int Largest = 256 * 1024;

    /// <summary>Bytes that the lines of files may take.</summary>
    public const int RoomOfFiles = 48 * 1024;

    public const int MostSteps = 500;
    public const int MostDated = 20;

    private const string First = "# imgrep disagreement 1";

    /// <summary>Whether the first line says that a file is one.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.StartsWith("# imgrep disagreement "u8);

    public byte[] Write()
    {
        var text = new StringBuilder(First).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"package {Claim.Package}\nrecipe {Claim.Recipe!.Hex}\ncommitted {Committed.Hex}\ngot {Claim.Image.Hex}\n")
            .Append(WorkshopText.Print(Claim.Workshop!, ""))
            .Append(CultureInfo.InvariantCulture, $"configuration {Configuration.Digest.Hex} {Configuration.Size}\nlayer {Layer.Digest.Hex} {Layer.Size}\n");
        foreach (var step in Steps)
            text.Append(CultureInfo.InvariantCulture, $"step {step}\n");
        foreach (var path in Dated)
            text.Append(CultureInfo.InvariantCulture, $"dated {path}\n");
        text.Append(CultureInfo.InvariantCulture, $"files {Files.Root.Hex} {Files.Entries}\n");
        foreach (var folder in Files.Open())
            text.Append(CultureInfo.InvariantCulture, $"folder {folder}\n").Append(TreeListing.Text(Files.Folders[folder]));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <exception cref="MalformedSignatureException">It is not exactly what <see cref="Write"/> would have written, or contradicts itself.</exception>
    public static Disagreement Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = ManifestLines.Begin(bytes, Largest, First);
        var disagreement = Read(ref lines);
        if (disagreement.Problem() is { } problem)
            throw new MalformedSignatureException(problem);
        return disagreement.Write().AsSpan().SequenceEqual(bytes) ? disagreement
            : throw new MalformedSignatureException("its lines are out of order, or written otherwise than imgrep writes them");
    }

    private static Disagreement Read(ref ManifestLines lines)
    {
        var package = PackageName.TryParse(lines.TakeAfter("package "), out var name) ? name : throw lines.Wrong("package NAME");
        var (recipe, committed, got) = (TakeDigest(ref lines, "recipe"), TakeDigest(ref lines, "committed"), TakeDigest(ref lines, "got"));
        var workshop = WorkshopText.Parse(ref lines, "");
        var (configuration, size) = TakeSized(ref lines, "configuration");
        var (layer, length) = TakeSized(ref lines, "layer");
        var (steps, dated) = (ImmutableArray.CreateBuilder<StepResult>(), ImmutableArray.CreateBuilder<string>());
        while (lines.TryTakeAfter("step ") is { } step)
            steps.Add(StepResult.Parse(step) ?? throw lines.Wrong("step LINE KEY RESULT"));
        while (lines.TryTakeAfter("dated ") is { } path)
            dated.Add(path);
        var (root, entries) = TakeSized(ref lines, "files");
        var folders = ImmutableDictionary.CreateBuilder<string, ImmutableArray<ListedEntry>>(StringComparer.Ordinal);
        while (!lines.IsAtEnd)
        {
            var folder = lines.TakeAfter("folder ");
            if (!folders.TryAdd(folder, TakeEntries(ref lines)))
                throw new MalformedSignatureException($"line {lines.Number}: {folder} is open twice");
        }
        return new Disagreement(
            new Claim(package, got, ClaimKind.Rebuilt, recipe, workshop), committed, new Descriptor(MediaTypes.Configuration, configuration, size),
            new LayerDescriptor(layer, length), steps.ToImmutable(), dated.ToImmutable(), new TreeListing(entries, root, folders.ToImmutable()));
    }

    private string? Problem()
    {
        if (Claim.Image == Committed)
            return "it names the committed digest as what it got";
        if (new Manifest(Configuration, [new Descriptor(MediaTypes.Layer, Layer.Digest, Layer.Size)]).ToJson() is var manifest && Digest.Compute(manifest.AsSpan()) != Claim.Image)
            return "no image of its configuration and its layer has the digest that it names";
        if (Steps.Length > MostSteps || Dated.Length > MostDated)
            return $"it has more than {MostSteps} steps or {MostDated} dated files";
        if (Steps.Zip(Steps.Skip(1)).Any(pair => pair.First.Line >= pair.Second.Line))
            return "its steps are out of order";
        if (Dated.FirstOrDefault(path => path.AsSpan().ContainsAnyExceptInRange('!', '~')) is { } path)
            return $"'{path}' is no path of a listing";
        return Files.Problem();
    }

    private static ImmutableArray<ListedEntry> TakeEntries(ref ManifestLines lines)
    {
        var entries = ImmutableArray.CreateBuilder<ListedEntry>();
        while (!lines.IsAtEnd && !lines.IsAt("folder "u8))
            entries.Add(ListedEntry.Parse(lines.Take()) ?? throw lines.Wrong("KIND MODE OWNER GROUP ATTRIBUTES SIZE HASH BYTES NAME"));
        return entries.ToImmutable();
    }

    private static Digest TakeDigest(ref ManifestLines lines, string name) =>
        Digest.TryParseHex(lines.TakeAfter($"{name} "), out var digest) ? digest : throw lines.Wrong($"{name} HEX");

    private static (Digest Digest, long Size) TakeSized(ref ManifestLines lines, string name) =>
        lines.TakeAfter($"{name} ").Split(' ') is [var hex, var size] && Digest.TryParseHex(hex, out var digest)
            && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (digest, number) : throw lines.Wrong($"{name} HEX NUMBER");
}
