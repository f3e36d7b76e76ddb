using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Registries;

/// <summary>How skopeo reaches registries; what is null is where skopeo and Docker usually look.</summary>
/// <param name="AuthFile">A file with credentials, as <c>skopeo login</c> writes it.</param>
/// <param name="CertificateFolder">A folder with <c>*.crt</c> of authorities to trust, as containers-certs.d(5) has it.</param>
public sealed record SkopeoOptions(string? AuthFile, string? CertificateFolder)
{
    /// <summary>How long a copy may go without moving a byte.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>Copies images with skopeo. Nothing is compressed on the way, so that digests stay what they are. It also asks for tokens where a
/// registry wants them.</summary>
internal sealed class Skopeo(SkopeoOptions options)
{
    private const string Program = "skopeo";
    private const int Retries = 3;

    public Task PushAsync(string layout, string image, CopyProgress progress, CancellationToken cancellation) =>
        RunAsync("push", image, Words("dest", layout, image), progress, cancellation);

    public Task PullAsync(string image, string layout, CopyProgress progress, CancellationToken cancellation) =>
        RunAsync("pull", image, Words("src", image, layout), progress, cancellation);

    private List<string> Words(string side, string source, string destination)
    {
        // Which signatures are wanted is for the caller to say: it names the image by its digest, and verifies every byte.
        List<string> words = ["--insecure-policy", "copy", "--quiet", "--preserve-digests", "--retry-times", $"{Retries}"];
        if (options.AuthFile is not null)
            words.AddRange(["--authfile", options.AuthFile]);
        if (options.CertificateFolder is not null)
            words.AddRange([$"--{side}-cert-dir", options.CertificateFolder]);
        return [.. words, source, destination];
    }

    private async Task RunAsync(string operation, string image, List<string> words, CopyProgress progress, CancellationToken cancellation)
    {
        using var process = Start(words);
        using var moved = progress.Follow(process.Id);
        using var watch = new StallWatch(process, options.Patience);
        try
        {
            var errors = await process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (watch.HasStalled)
                throw new EnvironmentException(operation, image, $"nothing moved for {options.Patience.TotalSeconds:0} seconds",
                    "try again later: what is there already is not copied again");
            if (process.ExitCode != 0)
                throw SkopeoError.Explain(operation, image, errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private static Process Start(List<string> words) =>
        ChildProgram.Start(new ProcessStartInfo(Program, words) { RedirectStandardError = true }, "install the package skopeo");
}
