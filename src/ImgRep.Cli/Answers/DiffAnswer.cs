using System.Text.Json.Serialization;
using ImgRep.Files;
using ImgRep.Files.Differences;
using ImgRep.Images;

namespace ImgRep.Cli.Answers;

/// <summary>In what two images differ. Files are read one by one, as they are printed.</summary>
internal sealed class DiffAnswer : IAnswer
{
    private readonly ImageDifference difference;
    private readonly string before;
    private readonly string after;

    /// <param name="before">What is compared, as the user called it.</param>
    internal DiffAnswer(ImageDifference difference, string before, string after) => (this.difference, this.before, this.after) = (difference, before, after);

    public bool Equal => difference.IsEmpty;

    public IEnumerable<ChangedProperty> Configuration => difference.Configuration.Select(change => new ChangedProperty(change.Name, change.Before, change.After));

    public IEnumerable<ChangedFile> Files => difference.Files.Select(change => ChangedFile.From(ChangeDetails.Explain(change)));

    /// <summary>As diff -u does, so that no name of an image looks like a file: what is compared, then a line for each difference; nothing if there is none.</summary>
    public IEnumerable<string> Lines() => Equal ? [] : difference.Lines().Prepend($"+++ {after}").Prepend($"--- {before}");
}

/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Offset">The first byte that differs; null if none does.</param>
/// <param name="Section">The section of an ELF file that this byte is in.</param>
/// <param name="Links">True if it is a hard link of other files now, and nothing else differs; null otherwise.</param>
internal sealed record ChangedFile(string Path, string Change, long? Offset, string? Section, bool? Links, IEnumerable<ChangedProperty> Properties)
{
    public static ChangedFile From(ChangeDetails details) => new(
        FileTree.Show(details.Change.Path.AsSpan()),
        details.Change.Before is null ? "added" : details.Change.After is null ? "removed" : "changed",
        details.Offset,
        details.Section,
        details.Change.Aspects.HasFlag(TreeAspects.Links) ? true : null,
        details.Properties.Select(property => new ChangedProperty(property.Name, property.Before, property.After)));
}

/// <param name="Before">Null where only the second has it.</param>
/// <param name="After">Null where only the first has it.</param>
internal sealed record ChangedProperty(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? After);
