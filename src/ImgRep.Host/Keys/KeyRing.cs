using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Host.Keys;

/// <summary>A key ring in a private folder that holds given keys and nothing else, and gpg working with it alone: no options file, no
/// key ring, no trust of the user's, no agent, no network.</summary>
public sealed class KeyRing : IDisposable
{
    private const int SmallestShare = 16;

    /// <summary>How many one process checks, so that it can be told how many are done.</summary>
    private const int LargestPiece = 1000;

    private readonly string folder = Disk.MakeTemporaryFolder("imgrep-keys-");
    private readonly bool allowsSha1;

    /// <param name="allowsSha1">Whether gpg takes signatures, and those that bind keys, that rest on SHA-1.</param>
    public KeyRing(IEnumerable<PublicKey> keys, bool allowsSha1 = false)
    {
        this.allowsSha1 = allowsSha1;
        FileSystem.MakeDirectory(HostPath.Parse(Path.Combine(folder, "home")));
        using var ring = Disk.Create(RingPath);
        // In one order: what gpg says must never depend on chance.
        foreach (var key in keys.OrderBy(key => key.Fingerprint.Hex, StringComparer.Ordinal))
            ring.Write(key.Bytes.Span);
    }

    private string RingPath => Path.Combine(folder, "ring.gpg");

    /// <summary>Has gpg check what binds the parts of keys, and note in the ring what it found: else it checks that anew for every signature. No
    /// other may use the ring meanwhile. Key files cannot hold such notes: they have no packets of that kind.</summary>
    public async Task CheckKeysAsync(CancellationToken cancellation)
    {
        var (code, _, errors) = await Gnupg.RunAsync(Gnupg.Program, Arguments("--rebuild-keydb-caches"), default, cancellation);
        if (code != 0)
            throw Failed("check keys with", code, errors);
    }

    /// <summary>What gpg knows of the keys, once it has checked what binds their parts.</summary>
    public async Task<List<KeyFacts>> ListAsync(CancellationToken cancellation)
    {
        var (code, output, errors) = await Gnupg.RunAsync(Gnupg.Program, Arguments("--with-colons", "--fixed-list-mode", "--list-keys"), default, cancellation);
        // An empty ring is no failure, though gpg may call it one.
        return code == 0 || Disk.LengthOf(RingPath) == 0
            ? [.. KeyFacts.Parse(Gnupg.Lines(output))]
            : throw Failed("list keys with", code, errors);
    }

    /// <summary>Who has certified whose key, of the keys in the ring, and what holders have noted on their own: all checked by gpg.</summary>
    /// <param name="now">Certifications from later do not hold.</param>
    public async Task<KeyWeb> WebAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var (code, output, errors) = await Gnupg.RunAsync(
            Gnupg.Program, Arguments("--with-colons", "--fixed-list-mode", "--list-options", "show-sig-subpackets=20", "--check-sigs"), default, cancellation);
        return code == 0 || Disk.LengthOf(RingPath) == 0 ? KeyWeb.Parse(Gnupg.Lines(output), now) : throw Failed("check certifications with", code, errors);
    }

    /// <summary>Checks signatures, many in each process, on all cores.</summary>
    /// <param name="done">Told how many more are checked, by any thread.</param>
    /// <returns>A report for each, in their order.</returns>
    public async Task<SignatureReport[]> VerifyAsync(IReadOnlyList<SignedData> signed, CancellationToken cancellation, Action<int>? done = null)
    {
        var share = Math.Max(SmallestShare, (signed.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
        var shares = signed.Chunk(share).Select((part, index) => Task.Run(() => VerifyShareAsync(part, index, done, cancellation), cancellation)).ToList();
        return [.. (await Task.WhenAll(shares)).SelectMany(reports => reports)];
    }

    /// <summary>Checks a detached signature of a file, which gpg reads where it lies.</summary>
    public async Task<SignatureReport> VerifyFileAsync(SignaturePacket signature, string path, CancellationToken cancellation)
    {
        // The packet alone: gpg never sees the framing that came from outside.
        var detached = Path.Combine(folder, $"signature-{Guid.NewGuid():n}");
        Disk.WriteBytes(detached, signature.Bytes.Span);
        var (_, output, _) = await Gnupg.RunAsync(Gnupg.Program, Arguments("--status-fd", "1", "--verify", "--", detached, path), default, cancellation);
        return GnupgStatus.ParseOne(Gnupg.Lines(output));
    }

    public void Dispose() => Disk.DeleteFolder(folder);

    private async Task<List<SignatureReport>> VerifyShareAsync(SignedData[] signed, int share, Action<int>? done, CancellationToken cancellation)
    {
        var reports = new List<SignatureReport>();
        foreach (var piece in signed.Chunk(LargestPiece))
        {
            reports.AddRange(await VerifyPieceAsync(piece, share, cancellation));
            done?.Invoke(piece.Length);
        }
        return reports;
    }

    private async Task<SignatureReport[]> VerifyPieceAsync(SignedData[] signed, int share, CancellationToken cancellation)
    {
        // Names of our own making: gpg prints them in its status lines.
        var messages = Disk.MakeFolder(Path.Combine(folder, $"share-{share}"));
        var paths = signed.Select((_, index) => Path.Combine(messages, $"{index}")).ToList();
        for (var index = 0; index < signed.Length; index++)
            Write(paths[index], signed[index].MessageParts());
        var reports = new Dictionary<string, SignatureReport>(StringComparer.Ordinal);
        for (var open = paths; open.Count > 0; open = [.. open.Where(path => !reports.ContainsKey(path))])
        {
            var list = Encoding.UTF8.GetBytes(string.Concat(open.Select(path => path + "\n")));
            var (code, output, errors) = await Gnupg.RunAsync(Gnupg.Program, Arguments("--status-fd", "1", "--verify-files"), list, cancellation);
            var more = GnupgStatus.Parse(Gnupg.Lines(output));
            if (more.Count == 0 && reports.Count == 0 && open.Count == 1)
                throw Failed("verify with", code, errors);
            foreach (var (path, report) in more)
                reports[path] = report;
            // If it has ended at one that it could not bear, the others get their turn without that one.
            if (open.Find(path => !reports.ContainsKey(path)) is { } unbearable)
                reports[unbearable] = new SignatureReport(SignatureState.Unusable, Detail: "gpg did not check it");
        }
        Disk.DeleteFolder(messages);
        return [.. paths.Select(path => reports[path])];
    }

    private static void Write(string path, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        using var file = Disk.Create(path);
        foreach (var part in parts)
            file.Write(part.Span);
    }

    private string[] Arguments(params string[] command) =>
    [
        "--homedir", Path.Combine(folder, "home"), "--no-options", "--no-default-keyring", "--keyring", RingPath, "--trust-model", "always",
        // Not --batch: with it, gpg ends at the first signature that is bad.
        "--no-auto-check-trustdb", "--lock-never", "--no-tty", "--disable-dirmngr", "--no-auto-key-retrieve", "--no-auto-key-locate",
        .. allowsSha1 ? Array.Empty<string>() : ["--weak-digest", "SHA1"], .. command,
    ];

    private static EnvironmentException Failed(string operation, int code, string errors) =>
        new(operation, Gnupg.Program, Gnupg.ReasonOf(code, errors));
}
