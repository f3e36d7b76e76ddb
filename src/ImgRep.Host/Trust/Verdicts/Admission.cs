using System.Text.Json;
using ImgRep.Host.Checkouts;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verdicts;

/// <summary>Whether a container runtime may run an image: it does if the image is one of a registry's packages and has the confirmations that the tree's policy asks for.</summary>
/// <param name="Registry">As in <c>registry.example.org/team</c>, below which <c>imgrep/NAME</c> lies.</param>
/// <param name="AdmitsOthers">Whether images that are none of these may run.</param>
public sealed record Admission(Checkout Tree, string Registry, bool AdmitsOthers, IReadOnlyCollection<string> Trusted)
{
    /// <summary>A descriptor has some hundred bytes.</summary>
    public const int LargestDescriptor = 64 * 1024;

    /// <param name="name">As the runtime has it, with a tag or a digest or without.</param>
    /// <param name="now">Nothing signed later counts.</param>
    /// <returns>Whether it may run, and why in words.</returns>
    public async Task<(bool Admitted, string Reason)> JudgeAsync(string name, Digest image, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ImageName.PackageOf(name, Registry) is not { } package)
            return (AdmitsOthers, $"it is no image of {Registry}/{PackageName.Namespace.TrimEnd('/')}{(AdmitsOthers ? ", and others are admitted" : "")}");
        var root = TrustRoot.Read(Tree);
        var verified = await VerifiedCheckout.ReadAsync(Tree, root, new HashSet<PackageName> { package }, Trusted, now, cancellation);
        var verdict = verified.Judge(root.Policy.Image, package, image);
        var notes = string.Concat(VerdictText.Notes(verdict).Select(note => $"; {note}"));
        return verdict.IsMet ? (true, $"confirmed: {VerdictText.Counts(verdict)}{notes}") : (false, $"not confirmed, missing {VerdictText.Missing(verdict)}{notes}");
    }

    /// <summary>Why the descriptor that a runtime gives is not that of the image; null if it is.</summary>
    public static string? ProblemOf(ReadOnlyMemory<byte> descriptor, Digest image)
    {
        try
        {
            using var json = JsonDocument.Parse(descriptor, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            return json.RootElement.GetProperty("digest").GetString() != image.ToString() ? "its descriptor has another digest"
                : json.RootElement.GetProperty("mediaType").GetString() is var type && type != MediaTypes.Manifest ? $"it is no image manifest but {type}" : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "what the runtime gives on standard input is no descriptor";
        }
    }
}
