using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Ssh;

namespace ImgRep.Host.Scaffolding;

/// <summary>A key that signs commits and stands in <c>keys/people.yaml</c>.</summary>
/// <param name="Format">As <c>gpg.format</c> of git has it: <c>openpgp</c> or <c>ssh</c>.</param>
/// <param name="Selector">As <c>user.signingkey</c> of git has it.</param>
/// <param name="Line">As <c>people.yaml</c> has it, like <c>fingerprint: HEX</c>.</param>
/// <param name="Armored">The public key, of an OpenPGP key.</param>
/// <param name="UserId">What an OpenPGP key calls its holder; empty otherwise.</param>
public sealed record SigningIdentity(string Format, string Selector, string Line, byte[]? Armored, string UserId)
{
    public const string OpenPgp = "openpgp";
    public const string Ssh = "ssh";

    /// <summary>OpenPGP keys of this user that can be used, as gpg lists them: at least one.</summary>
    /// <exception cref="EnvironmentException">gpg cannot say, or there is none: perhaps its agent is not there.</exception>
    public static async Task<List<KeyFacts>> ListAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var (code, output, errors) = await ListSecretAsync([], cancellation);
        if (code != 0)
            throw new EnvironmentException("list secret keys with", Gnupg.SigningProgram, Gnupg.ReasonOf(code, errors));
        List<KeyFacts> keys = [.. Usable(output, now)];
        return keys.Count > 0 ? keys : throw new EnvironmentException(
            "find", "a key to sign with", $"gpg has no secret key that can be used{(errors.Trim() is { Length: > 0 } said ? $" ({said})" : "")}",
            "make one: gpg --quick-generate-key 'NAME <ADDRESS>' ed25519 sign never\nor name the .pub file of an SSH key with --key, which signs commits but no images");
    }

    /// <param name="given">An OpenPGP key as gpg knows it, the path of an SSH key, or an SSH key itself.</param>
    /// <param name="format">What git says it is; null to find out.</param>
    /// <exception cref="RejectedInputException">There is no such key, or it is too weak.</exception>
    public static async Task<SigningIdentity> FindAsync(string given, string? format, DateTimeOffset now, CancellationToken cancellation)
    {
        if (format == Ssh || (format is null && IsSsh(given)))
            return ReadSsh(given);
        // Whether gpg works at all is not the key's fault.
        await ListAsync(now, cancellation);
        var (code, output, _) = await ListSecretAsync(["--", given], cancellation);
        List<KeyFacts> found = code == 0 ? [.. Usable(output, now)] : [];
        return found switch
        {
            [var key] => await ExportAsync(key, given.EndsWith('!') ? given : key.Fingerprint.Hex, cancellation),
            [] => throw Rejected(given, "there is no secret key of that name that can sign today", "gpg --list-secret-keys shows those there are"),
            _ => throw Rejected(given, $"there are {found.Count} such keys: {string.Join(", ", found.Select(key => key.Fingerprint))}", "name one by its fingerprint"),
        };
    }

    private static async Task<SigningIdentity> ExportAsync(KeyFacts key, string selector, CancellationToken cancellation)
    {
        var (code, armored, errors) = await Gnupg.RunAsync(Gnupg.SigningProgram, ["--batch", "--armor", "--export", key.Fingerprint.Hex], default, cancellation);
        if (code != 0)
            throw new EnvironmentException("export a public key with", Gnupg.SigningProgram, Gnupg.ReasonOf(code, errors));
        await KeyEdit.RefuseWeakAsync(KeyEdit.Parse(armored, key.Fingerprint.Hex), key.Fingerprint.Hex, cancellation);
        return new SigningIdentity(OpenPgp, selector, $"fingerprint: {key.Fingerprint}", armored, key.UserId);
    }

    private static bool IsSsh(string given) =>
        given.StartsWith("key::", StringComparison.Ordinal) || SshPublicKey.IsLike(given) || given.Contains('/', StringComparison.Ordinal)
        || given.EndsWith(".pub", StringComparison.Ordinal);

    private static SigningIdentity ReadSsh(string given)
    {
        var literal = given.StartsWith("key::", StringComparison.Ordinal) ? given[5..] : given;
        var path = literal.StartsWith("~/", StringComparison.Ordinal) && HomeFolder.Path is { } home ? Path.Combine(home, literal[2..]) : literal;
        var isLiteral = literal.Contains(' ', StringComparison.Ordinal) && !Disk.Exists(path);
        var text = isLiteral ? literal : Disk.TryReadText(path.EndsWith(".pub", StringComparison.Ordinal) ? path : path + ".pub")
            ?? throw Rejected(given, "there is no public key to read", "name the .pub file of an SSH key, or an OpenPGP key as gpg knows it");
        var words = string.Join(' ', text.Trim().Split(' ').Take(2));
        if (!SshPublicKey.TryParse(words, out var key, out var problem))
            throw Rejected(given, problem, "make one with ssh-keygen -t ed25519");
        return new SigningIdentity(Ssh, isLiteral ? $"key::{key}" : Disk.FullPath(path), $"ssh: {key}", null, "");
    }

    private static Task<(int Code, byte[] Output, string Errors)> ListSecretAsync(string[] named, CancellationToken cancellation) =>
        Gnupg.RunAsync(Gnupg.SigningProgram, ["--batch", "--with-colons", "--fixed-list-mode", "--list-secret-keys", .. named], default, cancellation);

    /// <summary>Primary keys that are not revoked, invalid, expired or weak.</summary>
    private static IEnumerable<KeyFacts> Usable(byte[] output, DateTimeOffset now) => KeyFacts.Parse(Gnupg.Lines(output).Select(AsPublic))
        .Where(key => key is { IsSubkey: false, IsRevoked: false, IsInvalid: false, Weakness: null } && !(key.Expires <= now));

    private static string AsPublic(string line) => line switch
    {
        _ when line.StartsWith("sec:", StringComparison.Ordinal) => "pub" + line[3..],
        _ when line.StartsWith("ssb:", StringComparison.Ordinal) => "sub" + line[3..],
        _ => line,
    };

    private static RejectedInputException Rejected(string key, string message, string hint) => new(Diagnostic.Error(SourceSpan.Whole(key), "signing-key", message, hint));
}
