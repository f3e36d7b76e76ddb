using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Posix;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Host.Trust.Signing;

/// <summary>What was done with a signature.</summary>
/// <param name="From">Where it lay, relative to the tree; <c>git's index</c> for one that a merge had put aside.</param>
/// <param name="To">Where it lies now; empty for one that lay there twice.</param>
public sealed record TidiedSignature(string From, string To);

/// <summary>Numbers the signatures of each image from 1 without gaps, as clients ask for them, after branches were merged that had taken the same
/// numbers. A signature has another name before it loses its old one, on the disk too: whenever this ends, none is lost, and it can be begun anew.</summary>
public sealed class SignatureTidying(Checkout tree)
{
    private const string Images = "signatures/imgrep";
    private const string FromIndex = "git's index";
    private readonly List<TidiedSignature> tidied = [];
    private readonly List<Diagnostic> diagnostics = [];

    /// <exception cref="RejectedInputException">Something there is no signature; all else was tidied.</exception>
    public ImmutableArray<TidiedSignature> Run(CancellationToken cancellation)
    {
        var conflicts = UnmergedFiles.Read(tree, Images, SignedData.LargestMessage, cancellation);
        var folders = CheckoutFile.List(tree, Images).Where(entry => entry.Type == EntryType.Directory).Select(entry => $"{Images}/{entry.Name}");
        foreach (var folder in folders.Union(conflicts.Select(conflict => Path.GetDirectoryName(conflict.Path)!)).Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            Tidy(folder, [.. conflicts.Where(conflict => Path.GetDirectoryName(conflict.Path) == folder)]);
        }
        foreach (var (name, _) in CheckoutFile.List(tree, Images).Where(entry => entry.Type != EntryType.Directory))
            Refuse($"{Images}/{name}", "it is no folder of an image");
        return diagnostics.Count == 0 ? [.. tidied] : throw new RejectedInputException([.. diagnostics]);
    }

    private void Tidy(string folder, List<UnmergedFile> conflicts)
    {
        var contents = Read(folder, conflicts);
        if (contents is null)
            return;
        foreach (var conflict in conflicts.Where(conflict => !contents.ContainsValue(Digest.Compute(conflict.Bytes))))
        {
            var name = AddLast(folder, contents, path => DurableFile.TryCreate(tree, path, conflict.Bytes));
            contents[name] = Digest.Compute(conflict.Bytes);
            tidied.Add(new TidiedSignature(FromIndex, $"{folder}/{name}"));
        }
        // Where git could not merge, what it left in the folder may be a mixture; both sides are there by now.
        foreach (var mixture in conflicts.Select(conflict => Path.GetFileName(conflict.Path)).Where(name => !contents.ContainsKey(name)).Distinct())
            DurableFile.Delete(tree, $"{folder}/{mixture}");
        foreach (var twice in contents.GroupBy(one => one.Value).SelectMany(same => same.Select(one => one.Key).Order(ByNumber).Skip(1)).ToList())
        {
            DurableFile.Delete(tree, $"{folder}/{twice}");
            contents.Remove(twice);
            tidied.Add(new TidiedSignature($"{folder}/{twice}", ""));
        }
        foreach (var other in contents.Keys.Where(name => NumberOf(name) is null).Order(StringComparer.Ordinal).ToList())
            Move(folder, other, AddLast(folder, contents, path => DurableFile.TryLink(tree, $"{folder}/{other}", Path.GetFileName(path))), contents);
        foreach (var (name, number) in contents.Keys.Order(ByNumber).Select((name, index) => (name, $"signature-{index + 1}")).ToList())
        {
            // Not where it has its number already.
            if (DurableFile.TryLink(tree, $"{folder}/{name}", number))
                Move(folder, name, number, contents);
        }
    }

    /// <summary>All files of a folder by what is in them; null if something does not belong there.</summary>
    private Dictionary<string, Digest>? Read(string folder, List<UnmergedFile> conflicts)
    {
        var contents = new Dictionary<string, Digest>(StringComparer.Ordinal);
        var before = diagnostics.Count;
        foreach (var (name, type) in CheckoutFile.List(tree, folder))
        {
            if (type == EntryType.File && DurableFile.IsTemporary(name))
            {
                // Signing was interrupted before this was whole, or after it had its name.
                DurableFile.Delete(tree, $"{folder}/{name}");
                continue;
            }
            var bytes = CheckoutFile.Read(tree, $"{folder}/{name}", SignedData.LargestMessage, out var problem);
            problem = bytes is null ? problem : Problem(name, bytes);
            if (problem.Length == 0)
                contents[name] = Digest.Compute(bytes);
            else if (bytes is null || !conflicts.Exists(conflict => Path.GetFileName(conflict.Path) == name))
                Refuse($"{folder}/{name}", problem);
        }
        foreach (var conflict in conflicts.Where(conflict => Problem(Path.GetFileName(conflict.Path), conflict.Bytes).Length > 0))
            Refuse(conflict.Path, "what was merged there is no signature");
        return diagnostics.Count == before ? contents : null;
    }

    private static string Problem(string name, byte[] bytes)
    {
        try
        {
            SignedData.OfMessage(bytes);
            return name.StartsWith("signature-", StringComparison.Ordinal) ? "" : "it is no signature-N";
        }
        catch (MalformedOpenPgpException malformed)
        {
            return malformed.Message;
        }
    }

    private static string AddLast(string folder, Dictionary<string, Digest> contents, Func<string, bool> tryAdd)
    {
        for (var number = contents.Keys.Max(NumberOf).GetValueOrDefault() + 1; ; number++)
        {
            if (tryAdd($"{folder}/signature-{number}"))
                return $"signature-{number}";
        }
    }

    private void Move(string folder, string from, string to, Dictionary<string, Digest> contents)
    {
        DurableFile.SyncBeside(tree, $"{folder}/{to}");
        DurableFile.Delete(tree, $"{folder}/{from}");
        contents.Remove(from, out var content);
        contents[to] = content!;
        tidied.Add(new TidiedSignature($"{folder}/{from}", $"{folder}/{to}"));
    }

    private void Refuse(string file, string problem) => diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(file), "signatures", problem,
        "nothing in its folder was changed: remove it"));

    private static Comparer<string> ByNumber { get; } = Comparer<string>.Create((one, other) =>
        (NumberOf(one) ?? int.MaxValue).CompareTo(NumberOf(other) ?? int.MaxValue) is not 0 and var order ? order : string.CompareOrdinal(one, other));

    private static int? NumberOf(string name) =>
        name.Length is > 10 and < 19 && name.StartsWith("signature-", StringComparison.Ordinal) && name[10] != '0' && name.AsSpan(10).IndexOfAnyExceptInRange('0', '9') < 0
            ? int.Parse(name.AsSpan(10), System.Globalization.CultureInfo.InvariantCulture) : null;
}
