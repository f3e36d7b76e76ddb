namespace ImgRep.EndToEnd.Cli;

/// <summary>The archive that <c>make dist</c> writes; <c>tests/dist.sh</c> makes the whole of it twice.</summary>
public sealed class ArchiveFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-archive-").FullName;

    [Needs("tar", "gzip")]
    public void An_archive_depends_on_names_contents_and_who_may_execute_alone()
    {
        Shell("umask 022 && mkdir -p one/x/b two/x && echo 1 >one/x/b/f && echo 2 >one/x/a && chmod 755 one/x/a");
        Shell("umask 077 && echo 2 >two/x/a && chmod 700 two/x/a && mkdir -m 2700 two/x/b && echo 1 >two/x/b/f && touch -d @1 two/x/a two/x");
        Archive("two").ShouldBe(Archive("one"));
        File.SetUnixFileMode(Path.Combine(folder, "two/x/a"), UnixFileMode.UserRead);
        Archive("two").ShouldNotBe(Archive("one"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Shell(string script) => Imgrep.Run("sh", ["-c", script], folder).ExitCode.ShouldBe(0);

    private string Archive(string parent)
    {
        var hash = Imgrep.Run("sh", ["-c", "sh \"$1/tools/archive-folder\" \"$2\" x | sha256sum", "sh", Imgrep.ProjectFolder, parent], folder);
        hash.ExitCode.ShouldBe(0, hash.ToString());
        return hash.Output;
    }
}
