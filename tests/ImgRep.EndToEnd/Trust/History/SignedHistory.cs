using System.Diagnostics;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust.History;

namespace ImgRep.EndToEnd.Trust.History;

/// <summary>A repository whose commits real git makes and real ssh-keygen and gpg sign. It is introduced with alice and carol, maintainers, carol with
/// an OpenPGP key, bob, a reviewer, and robot, a ci.</summary>
internal sealed class SignedHistory : IDisposable
{
    private const string Policy = """
        image:
          people: 1
        change:
          packages: [maintainer]
          digests: [maintainer, ci]
          keys: [maintainer]
          policy: [maintainer]
          tool: [maintainer, reviewer]

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-history-").FullName;
    private readonly Lazy<GnupgHome> gnupg = new();

    public SignedHistory()
    {
        Directory.CreateDirectory(Root);
        Git("init", "--quiet", "--initial-branch=main");
        Git("config", "gc.auto", "0");
        People = $"people:\n{Entry("alice", "maintainer")}{Entry("bob", "reviewer")}{Entry("robot", "ci")}";
        var carol = Gnupg.NewKey("carol");
        People += $"  carol:\n    name: carol\n    organisation: carol\n    roles: [maintainer]\n    keys:\n      - fingerprint: {carol}\n";
        Write($"keys/{carol}.asc", Gnupg.Export(carol));
        Write("keys/people.yaml", People);
        Write("policy.yaml", Policy);
        Write("packages/zlib/Containerfile", "FROM scratch\n");
        Introduction = Commit(null);
        Write("policy.yaml", $"introduction: {Introduction}\n{Policy}");
        First = Commit("alice");
    }

    public string Root => Path.Combine(folder, "tree");

    public string Store => Path.Combine(folder, "store");

    public GnupgHome Gnupg => gnupg.Value;

    public string Introduction { get; }

    /// <summary>The commit that writes down the introduction.</summary>
    public string First { get; }

    public string People { get; set; }

    public string PolicyText => $"introduction: {Introduction}\n{Policy}";

    public string Entry(string id, string role, string type = "ed25519", string extra = "") =>
        $"  {id}:\n    name: {id}\n    organisation: {id}\n    roles: [{role}]\n    keys:\n      - ssh: {SshKey(id, type)}\n{extra}";

    /// <summary>Makes an SSH key.</summary>
    /// <returns>Its first two words.</returns>
    public string SshKey(string id, string type = "ed25519")
    {
        if (!File.Exists(KeyPath(id)))
            Run("ssh-keygen", ["-q", "-t", type.Split('-')[0], "-N", "", "-C", id, "-f", KeyPath(id), .. type.Contains('-') ? (string[])["-b", type.Split('-')[1]] : []]);
        return string.Join(' ', File.ReadAllText(KeyPath(id) + ".pub").Split(' ').Take(2));
    }

    public string KeyPath(string id) => Path.Combine(folder, id);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, path))!);
        File.WriteAllText(Path.Combine(Root, path), text);
    }

    /// <summary>Commits what was written.</summary>
    /// <param name="signer">A person with an SSH key, <c>gpg:NAME</c>, or null for nobody.</param>
    public string Commit(string? signer, string? date = null)
    {
        Git("add", "--all");
        Git(date, [.. Signing(signer), "commit", "--quiet", "--allow-empty", "-m", "change", .. signer is null ? (string[])[] : ["-S"]]);
        return Head;
    }

    /// <summary>Writes a file, and commits it.</summary>
    public string Change(string path, string? signer, string text = "changed\n")
    {
        Write(path, text);
        return Commit(signer);
    }

    /// <summary>Merges what was made apart, taking what is in the folder now.</summary>
    public string Merge(string other, string? signer, params string[] options)
    {
        Git(null, [.. Signing(signer), "merge", "--quiet", "--no-ff", "-m", "merge", .. options, .. signer is null ? (string[])[] : ["-S"], other]);
        return Head;
    }

    public string Head => Git("rev-parse", "HEAD");

    /// <summary>Stores bytes as a commit, whatever they are, and makes them the head, as in a clone that has seen no other.</summary>
    public string Raw(byte[] commit)
    {
        Git("config", "--local", "imgrep.authenticated", "none");
        var file = Path.Combine(folder, "raw");
        File.WriteAllBytes(file, commit);
        var id = Git("hash-object", "-t", "commit", "-w", "--literally", file);
        Git("update-ref", "refs/heads/main", id);
        return id;
    }

    public byte[] RawHead() => Encoding.Latin1.GetBytes(Run("git", ["cat-file", "commit", "HEAD"], Encoding.Latin1));

    public string Git(params string[] arguments) => Git(null, arguments);

    public AuthenticatedHistory Read(string revision = "HEAD", string? since = null, string? root = null, DateTimeOffset? now = null, bool isApart = false) =>
        AuthenticatedHistory.ReadAsync(new Checkout(root ?? Root), revision, since, isApart, Store, now ?? DateTimeOffset.UtcNow, CancellationToken.None).GetAwaiter().GetResult();

    public void ShouldBeGood() => Read().Refusals.ShouldBeEmpty();

    public void ShouldBeGoodAsBranch() => Read(isApart: true).Refusals.ShouldBeEmpty();

    /// <summary>The one refusal there is.</summary>
    public void ShouldRefuse(string commit, string path, string rule, string reason)
    {
        var refusal = Read().Refusals.ShouldHaveSingleItem();
        (refusal.Commit, refusal.Path, refusal.Rule).ShouldBe((commit, path, rule), refusal.ToString());
        refusal.Reason.ShouldContain(reason);
    }

    public string Run(string program, string[] arguments, Encoding? encoding = null, string? date = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = encoding,
        };
        foreach (var who in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{who}_NAME"] = "Somebody";
            start.Environment[$"GIT_{who}_EMAIL"] = "somebody@example.org";
            if (date is not null)
                start.Environment[$"GIT_{who}_DATE"] = date;
        }
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        if (gnupg.IsValueCreated)
            start.Environment["GNUPGHOME"] = Gnupg.Path;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{errors.Result}");
        return output;
    }

    public void Dispose()
    {
        if (gnupg.IsValueCreated)
            Gnupg.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Git(string? date, string[] arguments) => Run("git", arguments, date: date).TrimEnd('\n');

    private string[] Signing(string? signer) => signer switch
    {
        null => [],
        ['g', 'p', 'g', ':', ..] => ["-c", $"user.signingkey={Gnupg.FingerprintOf(signer[4..])}!"],
        _ => ["-c", "gpg.format=ssh", "-c", $"user.signingkey={KeyPath(signer)}"],
    };
}
