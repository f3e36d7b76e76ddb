using ImgRep.Containerfiles.Syntax;

namespace ImgRep.Tests.Containerfiles;

/// <summary>Set IMGREP_WRITE_VECTORS=1 to write what the parser says now, then read the difference.</summary>
public class VectorTests
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("IMGREP_WRITE_VECTORS") == "1";

    public static TheoryData<string> Names => [.. Vectors.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_Containerfile_means_what_its_vector_says(string name)
    {
        var summary = Summary.Of("Containerfile", Vectors.Text(name), Vectors.Options(name));
        if (Writes)
            File.WriteAllText(Vectors.ExpectedPath(name), summary);
        summary.ShouldBe(File.ReadAllText(Vectors.ExpectedPath(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Printing_a_vector_gives_its_bytes(string name)
    {
        var text = Vectors.Text(name);
        SyntaxTree.Parse("Containerfile", text).Print().ShouldBe(text);
    }
}
