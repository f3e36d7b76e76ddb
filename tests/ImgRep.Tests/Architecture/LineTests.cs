namespace ImgRep.Tests.Architecture;

public class LineTests
{
    /// <summary>What stands in a raw string is not ours to break.</summary>
    [Fact]
    public void No_line_is_longer_than_editorconfig_says()
    {
        var longest = int.Parse(Setting("max_line_length"), System.Globalization.CultureInfo.InvariantCulture);
        string[] folders = ["src", "tests"];
        folders.SelectMany(folder => Directory.EnumerateFiles(ProjectFolder.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(path => LinesOfCode(path).Where(line => line.Text.Length > longest).Select(line => $"{path}:{line.Number}"))
            .ShouldBeEmpty();
    }

    private static string Setting(string name) =>
        File.ReadLines(ProjectFolder.PathOf(".editorconfig")).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split('=')[1].Trim();

    /// <summary>The lines of a file that do not begin within a raw string of several lines.</summary>
    private static IEnumerable<(int Number, string Text)> LinesOfCode(string path)
    {
        var isInside = false;
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            if (!isInside)
                yield return (index + 1, line);
            isInside ^= line.Split("\"\"\"").Length % 2 == 0;
        }
    }
}
