using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Parsing;

namespace ImgRep.Tests.Containerfiles;

public class GitAddressTests
{
    private const string Commit = "1c2d3e4f5061728394a5b6c7d8e9f00112233445";

    [Theory]
    [InlineData("https://example.org/a.git", "https://example.org/a.git", null, "")]
    [InlineData("https://example.org/a.git#v1", "https://example.org/a.git", "v1", "")]
    [InlineData("http://example.org:81/a.git#refs/tags/v1:lib/x", "http://example.org:81/a.git", "refs/tags/v1", "lib/x")]
    [InlineData("https://example.org/a.git#:lib", "https://example.org/a.git", null, "lib")]
    [InlineData("git://example.org/a#" + Commit, "git://example.org/a", Commit, "")]
    public void An_address_has_a_repository_a_reference_and_a_folder(string source, string repository, string? reference, string folder)
    {
        AddSource.KindOf(source).ShouldBe(AddSourceKind.Git);
        GitAddress.TryParse(source, out var address, out _).ShouldBeTrue();
        (address.Repository.AbsoluteUri, address.Reference, address.Folder).ShouldBe((repository, reference, folder));
    }

    [Theory]
    [InlineData("ADD --checksum=" + Commit + " git@example.org:a.git /", "2:57: error: 'git@example.org:a.git' is reached with ssh, which asks for a key of one person")]
    [InlineData("ADD --checksum=" + Commit + " ssh://git@example.org/a.git /",
        "2:57: error: 'ssh://git@example.org/a.git' is reached with ssh, which asks for a key of one person")]
    [InlineData("ADD --checksum=" + Commit + " https://me:secret@example.org/a.git /", "2:57: error: 'https://me:secret@example.org/a.git' names a user: nobody else can fetch it")]
    [InlineData("ADD --checksum=" + Commit + " https://example.org/a.git?ref=v1 /", "2:57: error: '?ref=v1' in the address of a repository is not understood")]
    [InlineData("ADD --checksum=" + Commit + " https://example.org/a.git#--upload-pack=x /", "2:57: error: '--upload-pack=x' cannot be the name of a tag or a branch")]
    [InlineData("ADD --checksum=" + Commit + " https://example.org/a.git#+v1 /", "2:57: error: '+v1' cannot be the name of a tag or a branch")]
    [InlineData("ADD --checksum=" + Commit + " https://example.org/a.git#a..b /", "2:57: error: 'a..b' cannot be the name of a tag or a branch")]
    [InlineData("ADD --checksum=" + Commit + " git:///a.git /", "2:57: error: 'git:///a.git' is not the address of a repository")]
    [InlineData("ADD --keep-git-dir --checksum=" + Commit + " https://example.org/a.git /", "2:5: error: what git keeps in .git differs from one fetch to the next")]
    [InlineData("ADD https://example.org/a.git#v1 /", "2:5: error: the commit of 'https://example.org/a.git#v1' is not named in full: what a tag or a branch means may change")]
    [InlineData("ADD --checksum=1c2d3e4 https://example.org/a.git /", "2:24: error: the commit of 'https://example.org/a.git' is not named in full")]
    [InlineData("ADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.org/a.git /",
        "2:88: error: the commit of 'https://example.org/a.git' is not named in full")]
    [InlineData("COPY https://example.org/a.git /", "2:6: error: COPY cannot fetch 'https://example.org/a.git'")]
    public void What_nobody_could_repeat_is_refused(string line, string problem) =>
        ContainerfileParser.Parse("f", System.Text.Encoding.UTF8.GetBytes($"FROM scratch\n{line}\n"), ParseOptions.Default).Diagnostics
            .Select(diagnostic => diagnostic.ToString()).ShouldHaveSingleItem().ShouldStartWith($"f:{problem}");
}
