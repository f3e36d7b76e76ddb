namespace ImgRep.EndToEnd.Trust;

/// <summary>Three people, each with a clone, a key ring and a store of their own, a server between them, and clients that know nothing of imgrep.</summary>
public sealed class ThreePeopleTests : IDisposable
{
    private static readonly string[] People = ["alice", "bob", "carol"];

    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-three-").FullName;
    private readonly Dictionary<string, GnupgHome> gnupg = People.ToDictionary(person => person, _ => new GnupgHome());
    private readonly LocalServers servers;

    public ThreePeopleTests() => servers = new LocalServers(folder);

    [Needs("gpg", "git", "bwrap", "skopeo", "podman", "docker-registry", "python3", Root = true)]
    public void They_begin_confirm_disagree_revoke_a_key_and_are_shown_no_old_state()
    {
        var keys = gnupg.ToDictionary(one => one.Key, one => one.Value.NewKey(one.Key));
        foreach (var person in People)
            File.WriteAllText(Path.Combine(folder, $"{person}.asc"), gnupg[person].Export(keys[person]));
        Imgrep.Run("git", ["init", "--quiet", "--bare", "--initial-branch=main", Path.Combine(folder, "hub.git")], "/").ExitCode.ShouldBe(0);

        // Alice begins. From then on nobody changes keys alone.
        Good("alice", $"""
            imgrep init {folder}/alice/images --key {keys["alice"]} --name 'Alice Example' --organisation one --people 2
            imgrep keys add {folder}/bob.asc --person bob --name bob --organisation two --role maintainer --commit
            imgrep keys add {folder}/carol.asc --person carol --name carol --organisation three --role reviewer --commit
            sed -i 's/^  keys: .*/  keys:\n    roles: [maintainer]\n    people: 2/' policy.yaml
            git commit --quiet -m 'two people change keys' policy.yaml
            imgrep keys check
            imgrep reproduce
            git remote add origin {folder}/hub.git
            git push --quiet origin main
            """);
        var introduction = Good("alice", "sed -n 's/^introduction: //p' policy.yaml").Output.Trim();
        foreach (var person in (string[])["bob", "carol"])
            Good(person, $"git clone --quiet ../hub.git images; cd images; git config commit.gpgsign true; git config user.signingkey {keys[person]}; "
                + $"imgrep authenticate --since {introduction}; imgrep reproduce");
        Good("alice", "imgrep authenticate");

        // All three confirm at the same time, each on a branch; it was two months ago.
        foreach (var person in People)
            Good(person, $"git switch --quiet -c by-{person}; GPG_SIGN={Earlier()} imgrep sign --commit; git push --quiet origin by-{person}; git switch --quiet main");
        Good("alice", "git fetch --quiet origin; git merge --quiet --ff-only by-alice");
        foreach (var person in (string[])["bob", "carol"])
            Good("alice", $"imgrep signatures check main..origin/by-{person}; git merge --quiet --no-ff -S -m 'what {person} confirms' origin/by-{person}");
        Good("alice", "git push --quiet origin main; imgrep authenticate");
        var confirmed = Good("bob", "git pull --quiet --ff-only origin main; imgrep authenticate; imgrep verify");
        confirmed.Output.ShouldContain("confirmed: 3 of 2 people (alice, bob, carol)");
        confirmed.Output.ShouldContain($"the history was authenticated since {introduction}, up to ");
        Good("carol", "git pull --quiet --ff-only origin main; imgrep authenticate");

        // Clients that know nothing of imgrep accept the image.
        var (registry, lookaside) = (servers.StartRegistry(), servers.StartWebServer("client/lookaside"));
        var image = $"{registry}/team/imgrep/hello";
        Good("alice", $"imgrep build hello; skopeo --insecure-policy copy --quiet --preserve-digests --dest-tls-verify=false oci-archive:out/hello.tgz docker://{image}:1");
        var policy = $"imgrep policy --podman --out {folder}/client --registry {registry}/team --lookaside {lookaside}";
        Good("alice", policy);
        Skopeo(image).ExitCode.ShouldBe(0);
        Podman(image).ExitCode.ShouldBe(0);

        Disagree(image);

        // Carol's key is stolen. Alice alone does not revoke it, and could not remove carol either; bob agrees by merging.
        var before = Good("alice", "git rev-parse HEAD").Output.Trim();
        Good("alice", $"git switch --quiet -c revoke; imgrep keys revoke {keys["carol"]} --reason compromised; git commit --quiet -S -m 'the key of carol is stolen' keys; "
            + "imgrep authenticate --branch").Output.ShouldContain("to be signed by another (people): keys/people.yaml: ");
        Refused("alice", "git switch --quiet main; git merge --quiet --ff-only revoke; imgrep authenticate", "refused (people): keys/people.yaml: ");
        Good("alice", $"git reset --quiet --hard {before}; git push --quiet origin revoke");
        Good("bob", "git fetch --quiet origin; git merge --quiet --no-ff -S -m 'yes' origin/revoke; imgrep authenticate; git push --quiet origin main");
        var revoked = Good("alice", "git pull --quiet --ff-only origin main; imgrep authenticate; imgrep verify");
        revoked.Output.ShouldContain("confirmed: 2 of 2 people (alice, bob)");
        revoked.Errors.ShouldContain("it does not count: made by ");

        // Whoever writes to the server shows the state before, in which the stolen key counts.
        Good("carol", $"git push --quiet --force origin {before}:main");
        Refused("alice", "git fetch --quiet origin; git switch --quiet --detach origin/main; imgrep authenticate", "refused (descent): it is older than");
        Good("alice", "imgrep verify").Output.ShouldContain($"up to {before}: it is older than");
        Good("alice", "git switch --quiet main; git push --quiet --force origin main");

        // Whoever shows this state for ever, shows it for a month.
        Good("alice", "sed -i 's/^  people: 2/&\\n  max-age: 30/' policy.yaml; imgrep keys check; git commit --quiet -S -m 'nothing older than a month' policy.yaml; "
            + "git push --quiet origin main");
        var frozen = Refused("bob", "git fetch --quiet origin; git merge --quiet --ff-only origin/main; imgrep authenticate; imgrep verify",
            "missing a confirmation of the last 30 days");
        frozen.Output.ShouldContain(", 60 days old)");
        Good("alice", policy).Errors.ShouldContain("these clients cannot ask for max-age 30");
        Skopeo(image).ExitCode.ShouldBe(0, "they know no dates");
        Good("bob", "imgrep sign --renew --commit; git push --quiet origin main; imgrep authenticate; imgrep verify").Output.ShouldContain("confirmed: 2 of 2 people (alice, bob)");

        // One more key gone, and nothing is confirmed any more.
        Good("bob", $"git switch --quiet -c gone; imgrep keys revoke {keys["bob"]} --reason compromised; git commit --quiet -S -m 'mine too' keys");
        Refused("bob", "imgrep verify", "missing 1 more person");
        Run("bob", policy).ExitCode.ShouldBe(2, "one key is left for two people");
    }

    /// <summary>A recipe gives each of them something else. Carol says so, everybody sees it and why, and the recipe is mended.</summary>
    private void Disagree(string image)
    {
        Good("alice", """
            mkdir -p packages/base packages/stamp
            cp /bin/busybox packages/base
            printf 'FROM scratch\nCOPY busybox /bin/sh\nCOPY busybox /bin/busybox\n' >packages/base/Containerfile
            printf 'FROM imgrep/base AS build\nRUN /bin/busybox date +%%s >/stamp\nFROM scratch\nCOPY --from=build /stamp /\n' >packages/stamp/Containerfile
            imgrep build
            git add packages digests
            git commit --quiet -S -m 'a package with a clock'
            imgrep sign --commit
            git push --quiet origin main
            """);
        Good("carol", """
            git pull --quiet --ff-only origin main
            imgrep authenticate
            imgrep build base stamp || true
            git switch --quiet -c dissent
            imgrep sign --disagree stamp --commit
            git push --quiet origin dissent
            git switch --quiet main
            """);
        Good("alice", """
            git fetch --quiet origin
            imgrep signatures check main..origin/dissent
            git merge --quiet --no-ff -S -m 'carol gets something else' origin/dissent
            git push --quiet origin main
            imgrep authenticate
            """);
        Refused("alice", "imgrep verify stamp", "carol got another digest from the same recipe");
        Refused("alice", "imgrep dispute stamp", "probably: a time: every file whose bytes differ holds the date of its build");
        Refused("bob", "git pull --quiet --ff-only origin main; imgrep authenticate; imgrep dispute stamp", "carol and alice disagree");

        // What they show to others: pages, a bundle, and what a container runtime asks.
        Good("alice", "imgrep site --out ../site");
        foreach (var page in (string[])["index.html", "package/stamp.html", "disagreements.atom"])
            File.ReadAllText(Path.Combine(folder, "alice/site", page)).ShouldContain("carol", Case.Insensitive, page);
        Good("bob", "imgrep site --out ../site; diff -r ../site ../../alice/site");
        Good("alice", "imgrep lineage hello --bundle ../hello.jsonl");
        Good("bob", "imgrep verify --bundle ../../alice/hello.jsonl").Output.ShouldContain("3 of 2 people (alice, bob, carol)");
        Admit("hello").ExitCode.ShouldBe(0);
        Admit("stamp").ExitCode.ShouldBe(3);

        Good("alice", """
            sed -i 's/^RUN.*/RUN echo mended >\/stamp/' packages/stamp/Containerfile
            imgrep build
            git commit --quiet -S -m 'no clock' packages digests
            imgrep sign --commit
            git push --quiet origin main
            """);
        Good("bob", "git pull --quiet --ff-only origin main; imgrep reproduce; imgrep sign --commit; git push --quiet origin main");
        Good("alice", "git pull --quiet --ff-only origin main; imgrep authenticate; imgrep verify stamp").Output.ShouldNotContain("carol");
        Good("carol", "git pull --quiet --ff-only origin main");
        Admit("stamp").ExitCode.ShouldBe(0);

        Outcome Admit(string package)
        {
            var digest = Good("alice", $"sed -n 's/  {package}$//p' digests").Output.Trim();
            return Run("alice", $$"""printf '{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:{{digest}}","size":1}' | """
                + $"imgrep admit --registry {image[..image.LastIndexOf("/imgrep/", StringComparison.Ordinal)]} -name {image.Replace("hello", package, StringComparison.Ordinal)} "
                + $"-digest sha256:{digest} -stdin-media-type application/vnd.oci.descriptor.v1+json");
        }
    }

    public void Dispose()
    {
        servers.Dispose();
        foreach (var person in People)
        {
            if (Directory.Exists(Path.Combine(folder, person, "images")))
                Run(person, "imgrep clean --sources");
            gnupg[person].Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A program that signs as gpg did sixty days ago.</summary>
    private string Earlier()
    {
        var path = Path.Combine(folder, "earlier");
        File.WriteAllText(path, $"#!/bin/sh\nexec gpg --faked-system-time {DateTime.UtcNow.AddDays(-60):yyyyMMdd'T'HHmmss} \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    private Outcome Skopeo(string image) => Imgrep.Run("skopeo",
    [
        "--policy", $"{folder}/client/policy.json", "--registries.d", $"{folder}/client/registries.d", "copy", "--src-tls-verify=false", $"docker://{image}:1",
        $"dir:{folder}/pulled-{Guid.NewGuid():n}",
    ], folder, new Dictionary<string, string> { ["GNUPGHOME"] = gnupg["alice"].Path });

    /// <summary>Podman takes registries.d from the user's configuration.</summary>
    private Outcome Podman(string image)
    {
        var configuration = Directory.CreateDirectory(Path.Combine(folder, "home/.config/containers")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(configuration, "registries.d"), Path.Combine(folder, "client/registries.d"));
        return Imgrep.Run("podman",
        [
            "--root", $"{folder}/podman", "--runroot", $"{folder}/podman-run", "--storage-driver", "vfs", "pull", "--quiet", "--tls-verify=false",
            "--signature-policy", $"{folder}/client/policy.json", $"{image}:1",
        ], folder, new Dictionary<string, string> { ["HOME"] = $"{folder}/home", ["GNUPGHOME"] = gnupg["alice"].Path });
    }

    private Outcome Good(string person, string script)
    {
        var outcome = Run(person, script);
        outcome.ExitCode.ShouldBe(0, $"{person}: {script}\n{outcome}");
        return outcome;
    }

    /// <summary>The last command ends with a negative verdict.</summary>
    private Outcome Refused(string person, string script, string reason)
    {
        var outcome = Run(person, script);
        outcome.ExitCode.ShouldBe(3, $"{person}: {script}\n{outcome}");
        outcome.Output.ShouldContain(reason);
        return outcome;
    }

    /// <summary>In the person's clone, once there is one.</summary>
    private Outcome Run(string person, string script)
    {
        var home = Directory.CreateDirectory(Path.Combine(folder, person)).FullName;
        var clone = Path.Combine(home, "images");
        var entered = string.Join('\n', script.Split('\n').Select(line => line.StartsWith("imgrep init", StringComparison.Ordinal) ? $"{line}\ncd {clone}" : line));
        return Imgrep.Run("sh", ["-eu", "-c", $"imgrep() {{ \"{Imgrep.Launcher}\" \"$@\"; }}\n{entered}"], Directory.Exists(clone) ? clone : home,
            new Dictionary<string, string>
            {
                ["GNUPGHOME"] = gnupg[person].Path,
                ["IMGREP_STORE"] = Path.Combine(folder, $"store-{person}"),
                ["GIT_CONFIG_GLOBAL"] = "/dev/null",
                ["GIT_CONFIG_COUNT"] = "2",
                ["GIT_CONFIG_KEY_0"] = "user.name",
                ["GIT_CONFIG_VALUE_0"] = person,
                ["GIT_CONFIG_KEY_1"] = "user.email",
                ["GIT_CONFIG_VALUE_1"] = $"{person}@example.org",
            });
    }
}
