using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Trust.History;

/// <summary>Tips that were authenticated before, with all that they come from, kept in the store. What other code has found, or from another
/// introduction, is in another file.</summary>
internal sealed class VerifiedCommits
{
    private const int Most = 64;
    private readonly string path;
    private readonly List<string> tips;

    /// <param name="store">The store's root.</param>
    public VerifiedCommits(string store, string introduction)
    {
        var code = string.Join(' ', new[] { typeof(ObjectId), typeof(VerifiedCommits) }.Select(type => type.Module.ModuleVersionId));
        path = Path.Combine(store, "commits", Digest.Compute(Encoding.UTF8.GetBytes($"{code} {introduction}")).Hex);
        tips = SealedFile.Read(path, out _) is { } bytes ? [.. Encoding.UTF8.GetString(bytes).Split('\n').Where(ObjectId.IsId)] : [];
    }

    public IReadOnlyList<string> Tips => tips;

    public void Add(string tip)
    {
        if (tips.LastOrDefault() == tip)
            return;
        tips.Remove(tip);
        tips.Add(tip);
        Disk.MakeFolder(Path.GetDirectoryName(path)!);
        SealedFile.Write(path, Encoding.UTF8.GetBytes(string.Join('\n', tips.TakeLast(Most))));
    }
}
