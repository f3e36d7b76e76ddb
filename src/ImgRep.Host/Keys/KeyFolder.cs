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
    private const int LargestPeopleFile = 16 << 20;

    /// <param name="diagnostics">Takes every mistake in files, and in what belongs together.</param>
    public static KeyFolder Read(TreeFolder tree, ICollection<Diagnostic> diagnostics)
    {
        var folder = Path.Combine(tree.Root, Name);
        if (TreeFile.Read(Path.Combine(tree.Root, PeopleFile.Path), LargestPeopleFile, out var problem) is not { } text)
        {
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PeopleFile.Path), "people", $"nobody is known: {problem}", "docs/formats/keys.md says what stands there; imgrep keys add writes it"));
            return new KeyFolder([], ImmutableDictionary<Fingerprint, PublicKey>.Empty);
        }
        var people = PeopleFile.Parse(Encoding.UTF8.GetString(text), diagnostics);
        var keys = ImmutableDictionary.CreateBuilder<Fingerprint, PublicKey>();
        foreach (var (name, _) in TreeFile.List(folder).Where(entry => entry.Name != "people.yaml"))
        {
            if (ReadKey(folder, name, diagnostics) is { } key)
                keys[key.Fingerprint] = key;
        }
        var read = new KeyFolder(people, keys.ToImmutable());
        read.CheckHolders(diagnostics);
        return read;
    }

    /// <summary>The path of a key's file in the tree.</summary>
    public static string PathOf(Fingerprint fingerprint) => $"{Name}/{fingerprint}.asc";

    private static PublicKey? ReadKey(string folder, string name, ICollection<Diagnostic> diagnostics)
    {
        var span = SourceSpan.Whole($"{Name}/{name}");
        try
        {
            if (TreeFile.Read(Path.Combine(folder, name), PublicKey.LargestFile, out var problem) is not { } bytes)
                throw new MalformedOpenPgpException(problem);
            var key = PublicKey.Parse(bytes);
            if (name == $"{key.Fingerprint}.asc")
                return key;
            diagnostics.Add(Diagnostic.Error(span, "key-file", $"the key in it is {key.Fingerprint}", $"name it {PathOf(key.Fingerprint)}"));
        }
        catch (MalformedOpenPgpException malformed)
        {
            diagnostics.Add(Diagnostic.Error(span, "key-file", malformed.Message, "export one public key: gpg --armor --export FINGERPRINT"));
        }
        return null;
    }

    private void CheckHolders(ICollection<Diagnostic> diagnostics)
    {
        var held = People.SelectMany(person => person.Keys).Where(key => key.OpenPgp is not null).ToList();
        foreach (var key in held.Where(key => !Keys.ContainsKey(key.OpenPgp!)))
            diagnostics.Add(Diagnostic.Error(key.Span, "people", $"there is no file {PathOf(key.OpenPgp!)}", "add the key, or remove this line"));
        foreach (var stranger in Keys.Keys.Except(held.Select(key => key.OpenPgp!)).OrderBy(key => key.Hex, StringComparer.Ordinal))
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PathOf(stranger)), "key-file", $"nobody in {PeopleFile.Path} holds this key", "write whose it is, or remove it"));
    }
}
