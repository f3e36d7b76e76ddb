using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Tree;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Host.Keys;

/// <summary><c>keys/</c> as it was read (docs/formats/keys.md): people, and the key files of those that are sound.</summary>
public sealed record KeyFolder(ImmutableArray<Person> People, ImmutableDictionary<Fingerprint, PublicKey> Keys)
{
    public const string Name = "keys";

    /// <summary>Ten thousand people.</summary>
    public const int LargestPeopleFile = 16 << 20;

    /// <exception cref="RejectedInputException">There are mistakes: all of them.</exception>
    public static KeyFolder Read(TreeFolder tree)
    {
        var diagnostics = new List<Diagnostic>();
        var keys = Read(tree, diagnostics);
        return diagnostics.Count == 0 ? keys : throw new RejectedInputException([.. diagnostics]);
    }

    /// <param name="diagnostics">Takes every mistake in files, and in what belongs together.</param>
    public static KeyFolder Read(TreeFolder tree, ICollection<Diagnostic> diagnostics)
    {
        var folder = Path.Combine(tree.Root, Name);
        var people = TreeFile.Read(Path.Combine(tree.Root, PeopleFile.Path), LargestPeopleFile, out var problem);
        var names = TreeFile.List(folder).Select(entry => entry.Name);
        return Of(people, problem, names, name => ReadKey(TreeFile.Read(Path.Combine(folder, name), PublicKey.LargestFile, out var reason), reason), diagnostics);
    }

    /// <summary>From wherever the files lie.</summary>
    /// <param name="problem">Why there is no people.yaml.</param>
    /// <param name="names">Of all files in the folder.</param>
    /// <param name="keyOf">Reads one of them.</param>
    public static KeyFolder Of(
        byte[]? people, string problem, IEnumerable<string> names, Func<string, (PublicKey? Key, string Problem)> keyOf, ICollection<Diagnostic> diagnostics)
    {
        if (people is null)
        {
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PeopleFile.Path), "people", $"nobody is known: {problem}", "docs/formats/keys.md says what stands there; imgrep keys add writes it"));
            return new KeyFolder([], ImmutableDictionary<Fingerprint, PublicKey>.Empty);
        }
        var keys = ImmutableDictionary.CreateBuilder<Fingerprint, PublicKey>();
        foreach (var name in names.Where(name => name != "people.yaml"))
        {
            var (key, reason) = keyOf(name);
            if (key is not null && name == $"{key.Fingerprint}.asc")
                keys[key.Fingerprint] = key;
            else
                diagnostics.Add(key is null ? Malformed(name, reason) : Diagnostic.Error(SourceSpan.Whole($"{Name}/{name}"), "key-file", $"the key in it is {key.Fingerprint}", $"name it {PathOf(key.Fingerprint)}"));
        }
        var read = new KeyFolder(PeopleFile.Parse(Encoding.UTF8.GetString(people), diagnostics), keys.ToImmutable());
        read.CheckHolders(diagnostics);
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

    /// <summary>The path of a key's file in the tree.</summary>
    public static string PathOf(Fingerprint fingerprint) => $"{Name}/{fingerprint}.asc";

    private static Diagnostic Malformed(string name, string problem) =>
        Diagnostic.Error(SourceSpan.Whole($"{Name}/{name}"), "key-file", problem, "export one public key: gpg --armor --export FINGERPRINT");

    private void CheckHolders(ICollection<Diagnostic> diagnostics)
    {
        var held = People.SelectMany(person => person.Keys).Where(key => key.OpenPgp is not null).ToList();
        foreach (var key in held.Where(key => !Keys.ContainsKey(key.OpenPgp!)))
            diagnostics.Add(Diagnostic.Error(key.Span, "people", $"there is no file {PathOf(key.OpenPgp!)}", "add the key, or remove this line"));
        foreach (var stranger in Keys.Keys.Except(held.Select(key => key.OpenPgp!)).OrderBy(key => key.Hex, StringComparer.Ordinal))
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PathOf(stranger)), "key-file", $"nobody in {PeopleFile.Path} holds this key", "write whose it is, or remove it"));
    }
}
