using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Verdicts;

namespace ImgRep.EndToEnd.Trust;

/// <summary>A tree with one package, zlib, whose keys, policy and signatures a test chooses.</summary>
internal sealed class SignedTree : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly PackageName Zlib = PackageName.Parse("zlib");
    public static readonly Digest Image = Digest.Compute("image"u8);
    public static readonly Digest Recipe = RecipeOfZlib();
    public static readonly Workshop Workshop = new("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1");
    public static readonly Claim Rebuilt = new(Zlib, Image, ClaimKind.Rebuilt, Recipe, Workshop);

    private const string Containerfile = "FROM scratch\n";

    private readonly Dictionary<string, (string Organisation, string Extra, List<string> Keys)> people = [];

    public SignedTree()
    {
        Directory.CreateDirectory(PathOf("packages/zlib"));
        Write("packages/zlib/Containerfile", Containerfile);
        Write("digests", $"{Image.Hex}  zlib\n");
        Write("policy.yaml", "image:\n  people: 1\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("imgrep-trust-").FullName;

    public GnupgHome Gnupg { get; } = new();

    public static string ImageFolder { get; } = $"signatures/imgrep/zlib@sha256={Image.Hex}";

    /// <summary>Adds somebody with a key.</summary>
    public string Person(string id, string organisation = "one", string algorithm = "ed25519", string extra = "", string keyExtra = "", string expires = "never")
    {
        var key = Gnupg.NewKey(id, algorithm, expires: expires);
        return Hold(id, key, organisation, extra, keyExtra);
    }

    public string Hold(string id, string key, string organisation, string extra = "", string keyExtra = "")
    {
        if (!people.ContainsKey(id))
            people[id] = (organisation, extra, []);
        people[id].Keys.Add($"      - fingerprint: {key}\n{keyExtra}");
        Write($"keys/{key}.asc", Gnupg.Export(key));
        Write("keys/people.yaml", "people:\n" + string.Concat(people.Select(person =>
            $"  {person.Key}:\n    name: {person.Key}\n    organisation: {person.Value.Organisation}\n    roles: [reviewer]\n{person.Value.Extra}    "
                + $"keys:\n{string.Concat(person.Value.Keys)}")));
        return key;
    }

    /// <summary>Signs a manifest as a person would have, on some day.</summary>
    public string Manifest(string id, IEnumerable<Claim> claims, string? key = null, string time = "20260301T000000", params string[] options) =>
        Manifest(id, ManifestOfHashes.Write(claims), key, time, options);

    public string Manifest(string id, byte[] manifest, string? key = null, string time = "20260301T000000", params string[] options)
    {
        var file = $"signatures/manifests/{id}/{Digest.Compute(manifest).Hex}";
        Write(file, manifest);
        Write(file + ".asc", Gnupg.Sign(key ?? Gnupg.FingerprintOf(id), manifest, ["--faked-system-time", time, "--armor", .. options, "--detach-sign"]));
        return file;
    }

    /// <summary>Signs an image as a person would have.</summary>
    public string Sign(string id, Claim claim, int number = 1, string time = "20260301T000000", params string[] options) =>
        Sign(id, [.. new ImageSignature(claim, null).Write("test", Now)], number, time, options);

    public string Sign(string id, byte[] data, int number = 1, string time = "20260301T000000", params string[] options)
    {
        var file = $"{ImageFolder}/signature-{number}";
        Write(file, Gnupg.Sign(Gnupg.FingerprintOf(id), data, ["--faked-system-time", time, .. options]));
        return file;
    }

    /// <param name="packages">What is asked about; none for everything.</param>
    public (Verdict Verdict, List<Rejection> Rejected) Verify(params PackageName[] packages)
    {
        var asked = packages.Length == 0 ? null : packages.ToHashSet();
        var verified = VerifiedCheckout.ReadAsync(new Checkout(Root), TrustRoot.Read(new Checkout(Root)), asked, [], Now, CancellationToken.None).GetAwaiter().GetResult();
        return (verified.Judge(verified.Root.Policy.Image, Zlib, Image), [.. verified.Rejections]);
    }

    /// <summary>Nobody confirms the image, for the one reason that is given.</summary>
    public void ShouldRefuse(string file, string reason)
    {
        var (verdict, rejected) = Verify();
        rejected.Select(one => $"{one.File}: {one.Reason}").ShouldBe([$"{file}: {reason}"]);
        verdict.IsMet.ShouldBeFalse();
        verdict.Confirmations.ShouldBeEmpty();
    }

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllBytes(PathOf(path), bytes);
    }

    /// <summary>The key that the recipe of the package has.</summary>
    private static Digest RecipeOfZlib()
    {
        var folder = Directory.CreateTempSubdirectory("imgrep-zlib-");
        try
        {
            var package = Directory.CreateDirectory(Path.Combine(folder.FullName, Checkout.Packages, "zlib")).FullName;
            File.WriteAllText(Path.Combine(package, Route.FileName), Containerfile);
            var route = CheckoutLoader.Load(new Checkout(folder.FullName), [], CancellationToken.None).Packages.Single().Routes.Single();
            return BuildPlan.RecipeOf(route, PackageContext.Read(new Checkout(folder.FullName), "packages/zlib", hasRoutes: false),
                ImmutableDictionary<PackageName, Digest>.Empty, ImmutableDictionary<string, Digest?>.Empty)!.Key;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public string PathOf(string path) => Path.Combine(Root, path);

    public void Dispose()
    {
        Gnupg.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
