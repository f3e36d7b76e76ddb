using System.Text;
using ImgRep.EndToEnd.Trust;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Sources;

/// <summary>The index of a suite of a made-up archive, as <c>imgrep sources indices</c> fetches them.</summary>
internal static class MadeUpIndex
{
    /// <param name="sources">What the file Sources has (deb-src-control(5)).</param>
    /// <param name="key">The archive's.</param>
    public static void Write(SmallTree tree, string suite, string sources, GnupgHome gnupg, string key)
    {
        var folder = $"indices/{suite}";
        tree.Write($"{folder}/Sources", sources);
        Imgrep.Run("xz", [Path.Combine(tree.Root, folder, "Sources")], tree.Root).ExitCode.ShouldBe(0);
        var hash = Digest.Compute(File.ReadAllBytes(Path.Combine(tree.Root, folder, "Sources.xz")));
        var head = $"Suite: stable\nCodename: {suite}\nDate: Sat, 21 Nov 2026 09:15:44 UTC\nSHA256:\n {hash.Hex} 1 main/source/Sources.xz\n";
        tree.Write($"{folder}/InRelease", gnupg.Sign(key, Encoding.UTF8.GetBytes(head), "--clearsign"));
    }
}
