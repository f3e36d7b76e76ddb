using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Host.Vouching;

/// <summary>What a tree knows of projects: the file <c>upstreams</c> and <c>keys/upstream/</c> (docs/formats/upstreams.md).</summary>
public sealed record UpstreamFolder(
    UpstreamTable Table, ImmutableDictionary<string, PublicKey> OpenPgp, ImmutableDictionary<string, Ed25519PublicKey> Ed25519)
{
    public const string Keys = $"{KeyFolder.Name}/{KeyFolder.Upstream}";
    private const string TableName = "upstreams";
    private const int LargestEd25519Key = 4096;

    /// <exception cref="RejectedInputException">There are mistakes: all of them, those of the tables first.</exception>
    public static UpstreamFolder Read(Checkout tree)
    {
        var table = CheckoutFile.TryReadText(tree, TableName, SmallFile.MaximumTable) is { } text ? UpstreamTable.Parse(text, TableName) : UpstreamTable.Empty;
        var places = CheckoutFile.TryReadText(tree, $"{Keys}/{KeyPlaces.Name}") is { } lines
            ? KeyPlaces.Parse(lines, $"{Keys}/{KeyPlaces.Name}") : ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        var diagnostics = new List<Diagnostic>();
        var (openPgp, ed25519) = ReadKeys(tree, diagnostics);
        var found = openPgp.Keys.Concat(ed25519.Keys).ToList();
        foreach (var key in found.Where(key => !places.ContainsKey(key)))
            diagnostics.Add(Mistake($"{Keys}/{KeyPlaces.Name}", $"nothing says where the key {key} was found", "write KEY PLACE PLACE"));
        foreach (var row in table.Rows.Where(row => row.Signature != SignatureKind.Tag))
        {
            foreach (var key in row.Keys.Where(key => !found.Contains(key)))
                diagnostics.Add(Mistake(TableName, $"{row.Name} signs with the key {key}, of which there is no file", $"write {Keys}/{key}{SuffixOfKey(row.Signature)}"));
        }
        foreach (var key in found.Where(key => !table.Rows.Any(row => row.Keys.Contains(key))))
            diagnostics.Add(Mistake($"{Keys}/{key}", $"no project in {TableName} signs with it", "remove it, or write its row"));
        return diagnostics.Count == 0 ? new UpstreamFolder(table, openPgp, ed25519) : throw new RejectedInputException([.. diagnostics]);
    }

    private static string SuffixOfKey(SignatureKind kind) => kind is SignatureKind.Minisign or SignatureKind.Signify ? ".pub" : ".asc";

    private static (ImmutableDictionary<string, PublicKey> OpenPgp, ImmutableDictionary<string, Ed25519PublicKey> Ed25519) ReadKeys(Checkout tree, List<Diagnostic> diagnostics)
    {
        var openPgp = ImmutableDictionary.CreateBuilder<string, PublicKey>(StringComparer.Ordinal);
        var ed25519 = ImmutableDictionary.CreateBuilder<string, Ed25519PublicKey>(StringComparer.Ordinal);
        foreach (var (name, _) in CheckoutFile.ListFolder(tree, Keys).Where(entry => entry.Name != KeyPlaces.Name))
        {
            try
            {
                var id = name.EndsWith(".asc", StringComparison.Ordinal) ? Add(openPgp, PublicKey.Parse(Bytes(tree, name, PublicKey.LargestFile)), key => key.Fingerprint.Hex)
                    : name.EndsWith(".pub", StringComparison.Ordinal) ? Add(ed25519, Ed25519PublicKey.Parse(Bytes(tree, name, LargestEd25519Key)), key => key.Id)
                    : throw new MalformedOpenPgpException("it is none of KEY.asc and KEY.pub");
                if (id != Path.GetFileNameWithoutExtension(name))
                    diagnostics.Add(Mistake($"{Keys}/{name}", $"the key in it is {id}", "name the file by its key"));
            }
            catch (Exception malformed) when (malformed is MalformedOpenPgpException or MalformedEd25519Exception)
            {
                diagnostics.Add(Mistake($"{Keys}/{name}", malformed.Message, "one public key a file: gpg --armor --export FINGERPRINT"));
            }
        }
        return (openPgp.ToImmutable(), ed25519.ToImmutable());
    }

    private static string Add<T>(ImmutableDictionary<string, T>.Builder keys, T key, Func<T, string> idOf)
    {
        var id = idOf(key);
        keys[id] = key;
        return id;
    }

    private static byte[] Bytes(Checkout tree, string name, int largest) =>
        CheckoutFile.Read(tree, $"{Keys}/{name}", largest, out var problem) ?? throw new MalformedOpenPgpException(problem);

    private static Diagnostic Mistake(string file, string message, string hint) => Diagnostic.Error(SourceSpan.Whole(file), "upstream", message, hint);
}
