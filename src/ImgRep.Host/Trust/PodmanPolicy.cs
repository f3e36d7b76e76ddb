using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Host.Registries;
using ImgRep.Primitives;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Yaml;

namespace ImgRep.Host.Trust;

/// <summary>Writes what makes Podman, Skopeo and CRI-O enforce a tree's policy where they pull: containers-policy.json(5), the keys that it names,
/// and containers-registries.d(5).</summary>
/// <param name="registry">The registry that has the images, below <c>imgrep/</c>.</param>
/// <param name="lookaside">Where the lookaside tree is served: an <c>http</c>, <c>https</c> or <c>file</c> URL.</param>
public sealed class PodmanPolicy(RegistryAddress registry, string lookaside)
{
    private readonly string images = $"{registry.Text}/imgrep";

    /// <returns>What the policy asks that these clients cannot enforce.</returns>
    /// <exception cref="RejectedInputException">It cannot be said to them at all.</exception>
    public ImmutableArray<string> Write(TrustRoot root, IReadOnlyCollection<HeldKey> keys, string folder)
    {
        var counting = keys.Where(key => key is { Counts: true, Key.OpenPgp: not null }).ToList();
        var good = counting.ToLookup(key => key.Person.Id, key => key.Key.OpenPgp!);
        var people = root.Keys.People.Where(person => good.Contains(person.Id)).ToList();
        var rules = SignedByRules.Translate(root.Policy.Image, people)
            ?? throw Rejected($"it would take more than {SignedByRules.Most} rules of policy.json", "ask for fewer people");
        if (rules.AnyOf.Any(set => set.IsEmpty))
            throw Rejected("too few people have a key that counts today", "imgrep keys list says which keys do not");
        var path = Disk.FullPath(folder);
        Disk.MakeFolder(Path.Combine(path, "keys"));
        Disk.MakeFolder(Path.Combine(path, "registries.d"));
        var files = new List<string>();
        foreach (var (set, index) in rules.AnyOf.Select((set, index) => (set, index)))
        {
            // One file with all keys of which one must have signed: old clients know no lists of files.
            files.Add(Path.Combine(path, "keys", $"one-of-{index + 1}.gpg"));
            Disk.WriteBytes(files[^1], [.. set.SelectMany(person => good[person.Id]).SelectMany(key => root.Keys.Keys[key].Bytes.ToArray())]);
        }
        Disk.WriteText(Path.Combine(path, "registries.d", "imgrep.yaml"), Registries());
        Disk.WriteBytes(Path.Combine(path, "policy.json"), PolicyJson(files));
        return [.. rules.NotSaid, .. counting.Where(key => rules.AnyOf.Any(set => set.Contains(key.Person)))
            .Select(key => (key.Person.Id, End: Exclusion.EndOf(key.Person, key.Key)))
            .Where(one => one.End is not null).Select(one => $"an end of {one.Id}'s confirmations on {one.End:yyyy-MM-dd}")];
    }

    /// <summary>Older clients know the first name, newer ones the second.</summary>
    private string Registries() => $"docker:\n  {YamlQuoted.Print(images)}:\n    sigstore: {YamlQuoted.Print(lookaside)}\n    lookaside: {YamlQuoted.Print(lookaside)}\n";

    private byte[] PolicyJson(List<string> files)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteStartArray("default");
        json.WriteStartObject();
        json.WriteString("type", "reject");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("transports");
        json.WriteStartObject("docker");
        json.WriteStartArray(images);
        foreach (var file in files)
            WriteRequirement(file, json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Signatures name <c>imgrep/NAME:TAG</c>, which clients read as an image of docker.io; here it lies in another registry.</summary>
    private void WriteRequirement(string file, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "signedBy");
        json.WriteString("keyType", "GPGKeys");
        json.WriteString("keyPath", file);
        json.WriteStartObject("signedIdentity");
        json.WriteString("type", "remapIdentity");
        json.WriteString("prefix", images);
        json.WriteString("signedPrefix", "docker.io/imgrep");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static RejectedInputException Rejected(string message, string hint) => new(Diagnostic.Error(SourceSpan.Whole(PolicyFile.Path), "podman-policy", message, hint));
}
