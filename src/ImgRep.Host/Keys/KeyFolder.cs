using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Host.Keys;

/// <summary><c>keys/</c> as it was read (docs/formats/keys.md): people, and the key files of those that are sound.</summary>
public sealed record KeyFolder(ImmutableArray<Person> People, ImmutableDictionary<Fingerprint, PublicKey> Keys)
{
    public const string Name = "keys";

    /// <summary>A folder in it with the keys of projects, who vouch for sources and never for images.</summary>
    public const string Upstream = "upstream";

    /// <summary>Ten thousand people.</summary>
    public const int LargestPeopleFile = 16 << 20;

    /// <summary>The id of the person who holds each key, by what people.yaml calls the key, whether it counts or not.</summary>
    public IReadOnlyDictionary<string, string> Holders() =>
        People.SelectMany(person => person.Keys, (person, key) => (Key: key.ToString(), person.Id)).ToDictionary(StringComparer.Ordinal);

    /// <exception cref="RejectedInputException">There are mistakes: all of them.</exception>
    public static KeyFolder Read(Checkout tree)
    {
        var diagnostics = new List<Diagnostic>();
        var keys = Read(tree, diagnostics);
        return diagnostics.Count == 0 ? keys : throw new RejectedInputException([.. diagnostics]);
    }

    /// <param name="diagnostics">Takes every mistake in files, and in what belongs together.</param>
    public static KeyFolder Read(Checkout tree, ICollection<Diagnostic> diagnostics)
    {
        var people = CheckoutFile.Read(tree, PeopleFile.Path, LargestPeopleFile, out var problem);
        return Read(people, problem, NamesIn(tree, Name), name => ReadKey(tree, name), diagnostics);
    }

    /// <summary>A folder with the same files, wherever it lies.</summary>
    /// <param name="path">Links in it are followed, and none in the folder.</param>
    /// <param name="diagnostics">Names the files as if they lay in a tree.</param>
    public static KeyFolder ReadFolder(string path, ICollection<Diagnostic> diagnostics)
    {
        var folder = new Checkout(Disk.FullPath(path));
        var people = CheckoutFile.Read(folder, Path.GetFileName(PeopleFile.Path), LargestPeopleFile, out var problem);
        return Read(people, problem, NamesIn(folder, ""), name => ReadKey(CheckoutFile.Read(folder, name, PublicKey.LargestFile, out var reason), reason), diagnostics);
    }

    /// <summary>As it would be with another people.yaml and more keys.</summary>
    public static KeyFolder Read(Checkout tree, byte[] people, IEnumerable<PublicKey> added, ICollection<Diagnostic> diagnostics)
    {
        var files = added.ToDictionary(key => Path.GetFileName(PathOf(key.Fingerprint)), StringComparer.Ordinal);
        return Read(people, "", NamesIn(tree, Name).Where(name => !files.ContainsKey(name)).Concat(files.Keys),
            name => files.TryGetValue(name, out var key) ? (key, "") : ReadKey(tree, name), diagnostics);
    }

    /// <summary>From wherever the files lie.</summary>
    /// <param name="problem">Why there is no people.yaml.</param>
    /// <param name="names">Of all files in the folder.</param>
    /// <param name="keyOf">Reads one of them.</param>
    public static KeyFolder Read(
        byte[]? people, string problem, IEnumerable<string> names, Func<string, (PublicKey? Key, string Problem)> keyOf, ICollection<Diagnostic> diagnostics)
    {
        if (people is null)
        {
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PeopleFile.Path), "people", $"nobody is known: {problem}",
                "docs/formats/keys.md says what stands there; imgrep keys add writes it"));
            return new KeyFolder([], ImmutableDictionary<Fingerprint, PublicKey>.Empty);
        }
        var keys = ImmutableDictionary.CreateBuilder<Fingerprint, PublicKey>();
        foreach (var name in names.Where(name => name != "people.yaml"))
        {
            var (key, reason) = keyOf(name);
            if (key is not null && name == $"{key.Fingerprint}.asc")
                keys[key.Fingerprint] = key;
            else
                diagnostics.Add(key is null ? Malformed(name, reason)
                    : Diagnostic.Error(SourceSpan.Whole($"{Name}/{name}"), "key-file", $"the key in it is {key.Fingerprint}", $"name it {PathOf(key.Fingerprint)}"));
        }
        RefuseSharedParts(keys.Values, diagnostics);
        var mistakes = new List<Diagnostic>();
        var read = new KeyFolder(PeopleFile.Parse(people, mistakes), keys.ToImmutable());
        // Who holds which key is known only once the whole file can be read.
        if (mistakes.Count == 0)
            read.CheckHolders(mistakes);
        mistakes.ForEach(diagnostics.Add);
        return read;
    }

    /// <summary>One key file.</summary>
    /// <param name="bytes">Null if there is no such file, which <paramref name="problem"/> then explains.</param>
    public static (PublicKey? Key, string Problem) ReadKey(byte[]? bytes, string problem)
    {
        try
        {
            return bytes is null ? (null, problem) : (PublicKey.Parse(bytes), "");
        }
        catch (MalformedOpenPgpException malformed)
        {
            return (null, malformed.Message);
        }
    }

    private static IEnumerable<string> NamesIn(Checkout tree, string folder) =>
        CheckoutFile.List(tree, folder).Where(entry => entry.Name != Upstream || entry.Type != EntryType.Directory).Select(entry => entry.Name);

    private static (PublicKey? Key, string Problem) ReadKey(Checkout tree, string name) =>
        ReadKey(CheckoutFile.Read(tree, $"{Name}/{name}", PublicKey.LargestFile, out var problem), problem);

    /// <summary>The path of a key's file in the tree.</summary>
    public static string PathOf(Fingerprint fingerprint) => $"{Name}/{fingerprint}.asc";

    private static Diagnostic Malformed(string name, string problem) =>
        Diagnostic.Error(SourceSpan.Whole($"{Name}/{name}"), "key-file", problem, "export one public key: gpg --armor --export FINGERPRINT");

    /// <summary>Anybody can put another's key below their own, and gpg takes the first key that it finds: a key stands in one file, once.</summary>
    private static void RefuseSharedParts(IEnumerable<PublicKey> keys, ICollection<Diagnostic> diagnostics)
    {
        var owners = new Dictionary<string, Fingerprint>(StringComparer.Ordinal);
        var sorted = keys.OrderBy(key => key.Fingerprint.Hex, StringComparer.Ordinal).ToList();
        // Primary keys first: it is who has one as a subkey that has to let go of it.
        var parts = sorted.Select(key => (Key: key, Part: key.KeyIds[0])).Concat(sorted.SelectMany(key => key.KeyIds.Skip(1).Select(part => (Key: key, Part: part))));
        foreach (var (key, part) in parts.Where(one => !owners.TryAdd(one.Part, one.Key.Fingerprint)))
        {
            diagnostics.Add(Diagnostic.Error(
                SourceSpan.Whole(PathOf(key.Fingerprint)), "key-file", $"the key {part} in it stands in {PathOf(owners[part])} too",
                "a key belongs to one person, in one file: export it without what is not its holder's"));
        }
    }

    private void CheckHolders(List<Diagnostic> diagnostics)
    {
        var held = People.SelectMany(person => person.Keys).Where(key => key.OpenPgp is not null).ToList();
        foreach (var key in held.Where(key => !Keys.ContainsKey(key.OpenPgp!)))
            diagnostics.Add(Diagnostic.Error(key.Span, "people", $"there is no file {PathOf(key.OpenPgp!)}", "add the key, or remove this line"));
        foreach (var stranger in Keys.Keys.Except(held.Select(key => key.OpenPgp!)).OrderBy(key => key.Hex, StringComparer.Ordinal))
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PathOf(stranger)), "key-file", $"nobody in {PeopleFile.Path} holds this key", "write whose it is, or remove it"));
    }
}
