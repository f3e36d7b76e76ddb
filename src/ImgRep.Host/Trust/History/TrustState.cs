using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust.History;

/// <summary>Who may change what, as of a commit.</summary>
/// <param name="Problem">Why its <c>keys/</c> or <c>policy.yaml</c> cannot be read; null if they can.</param>
internal sealed record TrustState(KeyFolder Keys, Policy? Policy, TrustProblem? Problem);

/// <param name="File">The file that cannot be read.</param>
/// <param name="Text">The file, the place in it, and what is wrong.</param>
internal sealed record TrustProblem(string File, string Text)
{
    public override string ToString() => Text;
}

/// <summary>Reads <c>keys/</c> and <c>policy.yaml</c> of commits, each state once.</summary>
internal sealed class TrustStates(Repository repository)
{
    private readonly Dictionary<(string?, string?), TrustState> states = [];
    private readonly Dictionary<string, (PublicKey? Key, string Problem)> keyFiles = new(StringComparer.Ordinal);

    /// <param name="root">The commit's tree.</param>
    public TrustState At(GitTree root)
    {
        var (keys, policy) = (root.Find(KeyFolder.Name), root.Find(PolicyFile.Path));
        var name = (keys is { IsFolder: true } ? keys.Id : null, policy is { IsFile: true } ? policy.Id : null);
        if (!states.TryGetValue(name, out var state))
            states[name] = state = Read(name.Item1, name.Item2);
        return state;
    }

    private TrustState Read(string? keysId, string? policyId)
    {
        var diagnostics = new List<Diagnostic>();
        var files = keysId is null ? GitTree.Empty : repository.Tree(keysId);
        var people = files.Find("people.yaml") is { IsFile: true } file ? repository.Blob(file.Id, KeyFolder.LargestPeopleFile) : null;
        var keys = KeyFolder.Read(people, "it is missing", NamesIn(files), name => KeyOf(files.Find(name)!), diagnostics);
        var policy = policyId is null ? null : PolicyFile.Parse(repository.Blob(policyId, SmallFile.MaximumLength), diagnostics);
        var problem = diagnostics.Count > 0 ? new TrustProblem(diagnostics[0].Span.File, diagnostics[0].ToString())
            : policy is null ? new TrustProblem(PolicyFile.Path, $"{PolicyFile.Path}: it is missing")
            : null;
        return new TrustState(keys, policy, problem);
    }

    private static IEnumerable<string> NamesIn(GitTree keys) =>
        keys.Entries.Where(entry => entry.Name != KeyFolder.Upstream || !entry.IsFolder).Select(entry => entry.Name);

    private (PublicKey? Key, string Problem) KeyOf(GitEntry entry)
    {
        if (!entry.IsFile)
            return (null, "it is no file");
        if (!keyFiles.TryGetValue(entry.Id, out var key))
            keyFiles[entry.Id] = key = KeyFolder.ReadKey(repository.Blob(entry.Id, PublicKey.LargestFile), "");
        return key;
    }
}
