using ImgRep.Building;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

/// <summary>Stores find images by the keys of their recipes: an operation that comes to something else needs other keys.</summary>
/// <remarks><c>tests/vectors/files/pinned</c> has the version of the recipe and a hash of each vector. IMGREP_WRITE_VECTORS=1 writes it.</remarks>
public class PinnedVectorTests
{
    private static readonly string Pins = Vectors.Folder("pinned");

    [Fact]
    public void A_vector_whose_meaning_changes_raises_the_version_of_the_recipe()
    {
        var (version, pinned) = Read();
        var now = VectorTests.Names().ToDictionary(name => name, name => HashOf(File.ReadAllText(Vectors.Folder(name))));
        if (version == Recipe.Version)
            pinned.Where(pin => now.GetValueOrDefault(pin.Key) != pin.Value).Select(pin => pin.Key).ShouldBeEmpty("raise Recipe.Version: these vectors mean something else now");
        if (Environment.GetEnvironmentVariable("IMGREP_WRITE_VECTORS") == "1")
            File.WriteAllText(Pins, $"recipe {Recipe.Version}\n" + string.Concat(now.OrderBy(pin => pin.Key, StringComparer.Ordinal).Select(pin => $"{pin.Value}  {pin.Key}\n")));
        Read().Version.ShouldBe(Recipe.Version);
        Read().Pinned.Keys.Order(StringComparer.Ordinal).ShouldBe(now.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>What counts is what goes in and what comes out, not what is said about it.</summary>
    private static string HashOf(string text)
    {
        var meaning = VectorTests.Sections(text).Where(section => section.Key != "differs").OrderBy(section => section.Key, StringComparer.Ordinal);
        return Digest.Compute(System.Text.Encoding.UTF8.GetBytes(string.Concat(meaning.Select(section => $"--- {section.Key}\n{section.Value.Trim()}\n")))).Hex[..16];
    }

    private static (string Version, Dictionary<string, string> Pinned) Read()
    {
        var lines = File.Exists(Pins) ? File.ReadAllLines(Pins) : ["recipe none"];
        return (lines[0]["recipe ".Length..], lines[1..].Select(line => line.Split("  ")).ToDictionary(parts => parts[1], parts => parts[0]));
    }
}
