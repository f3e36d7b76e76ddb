using ImgRep.EndToEnd.Trust;
using ImgRep.Host.Sandbox;

namespace ImgRep.EndToEnd.Terminal;

/// <summary>A key with a passphrase, which the agent of gpg asks for on the terminal where the command was typed.</summary>
public sealed class PassphraseTests : IDisposable
{
    private const string Secret = "correct horse";

    private readonly GnupgHome gnupg = new();
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-passphrase-").FullName;

    public PassphraseTests()
    {
        File.WriteAllText(Path.Combine(gnupg.Path, "gpg-agent.conf"), $"pinentry-program {ProgramPath.Find("pinentry-curses")}\n");
        gnupg.NewKey("alice", passphrase: Secret);
        gnupg.EndAgent();
    }

    [Needs("gpg", "git", "bwrap", "pinentry-curses")]
    public void Commits_and_images_are_signed_once_the_passphrase_is_typed()
    {
        Typed(folder, Begin);
        var tree = Path.Combine(folder, "tree");
        Run("git", tree, "verify-commit", "HEAD").ExitCode.ShouldBe(0);
        Run(Imgrep.Launcher, tree, "reproduce").ExitCode.ShouldBe(0);
        gnupg.EndAgent();
        Typed(tree, "sign", "--commit");
        Run("git", tree, "verify-commit", "HEAD").ExitCode.ShouldBe(0);
        var verified = Run(Imgrep.Launcher, tree, "verify");
        verified.ExitCode.ShouldBe(0, verified.ToString());
        Run(Imgrep.Launcher, tree, "clean", "--sources");
    }

    [Needs("gpg", "git", "pinentry-curses")]
    public void Instead_of_the_passphrase_an_interrupt_ends_the_command_and_leaves_nothing()
    {
        using var session = new TerminalSession(folder, (100, 30), Variables(), Begin);
        session.WaitForBytes("Passphrase:");
        session.Type("\u0003");
        session.WaitForBytes("interrupted");
        // The agent goes on asking until it is answered.
        session.Type("\e");
        session.WaitForExitOfAll().ShouldBe(130, session.Raw);
        Directory.Exists(Path.Combine(folder, "tree")).ShouldBeFalse();
    }

    [Needs("gpg", "git", "pinentry-curses")]
    public void Where_nobody_can_be_asked_the_hint_says_how_and_a_terminal_that_the_user_has_named_is_not_replaced()
    {
        var unseen = Run(Imgrep.Launcher, folder, Begin);
        unseen.ExitCode.ShouldBe(4, unseen.ToString());
        unseen.Errors.ShouldContain("\n    try: export GPG_TTY=$(tty); echo | gpg --clear-sign\n");
        using var session = new TerminalSession(folder, (100, 30), new Dictionary<string, string>(Variables()) { ["GPG_TTY"] = "/dev/null" }, Begin);
        session.WaitForExit().ShouldBe(4, session.ToString());
        Directory.Exists(Path.Combine(folder, "tree")).ShouldBeFalse();
    }

    public void Dispose()
    {
        gnupg.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string[] Begin => ["init", "tree", "--name", "Alice Example", "--person", "alice", "--organisation", "Example Ltd"];

    private void Typed(string place, params string[] arguments)
    {
        using var session = new TerminalSession(place, (100, 30), Variables(), arguments);
        session.WaitForBytes("Passphrase:");
        session.Type(Secret + "\r");
        session.WaitForExitOfAll().ShouldBe(0, session.Raw);
    }

    private Outcome Run(string program, string place, params string[] arguments) => Imgrep.Run(program, arguments, place, Variables());

    private Dictionary<string, string> Variables() => new(gnupg.Variables)
    {
        ["GPG_TTY"] = "",
        ["IMGREP_STORE"] = Path.Combine(folder, "store"),
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
    };
}
