using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Git;
using ImgRep.Host.Scaffolding;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class InitCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A new folder, an empty one, or a repository without commits", DefaultValueFactory = _ => "." };
        var founder = new FounderOptions();
        var command = new CommandWithExample(
            "init", "Begin a tree of your own: a first package, your key, a policy, and two signed commits from which its history is authenticated",
            "imgrep init images --organisation 'Example Ltd'", null, typeof(BeginAnswer))
        {
            folder,
        };
        founder.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var path = arguments.GetRequiredValue(folder);
            var now = DateTimeOffset.UtcNow;
            var steps = new Steps();
            using var place = NewTreeFolder.Prepare(path, cancellation);
            var known = GitIdentity.Read(place.Tree, cancellation);
            var person = await founder.ReadAsync(arguments, known, now, cancellation);
            steps.Report($"a tree of {person.Name} <{person.Email}>, whose key signs the commits: {person.Keys[0].Line}");
            var founding = await Founding.RunAsync(place.Tree, person, NewTreeFiles.All, ContentStore.DefaultRoot, now, steps, cancellation);
            LocalSettings.SignCommits(place.Tree, person.Author, known, cancellation);
            place.Keep();
            Answer.Print(arguments, BeginAnswer.From(founding, person));
            var enter = path is "." or "./" ? "" : $"cd {InShell(path)} && ";
            (string, string) reproduce = ($"{enter}imgrep reproduce", "build the package here, and compare with digests");
            if (person.CanConfirm)
                Steps.Next(reproduce, ("imgrep sign", "confirm what you rebuilt"), ("imgrep verify", "see who has confirmed what"));
            else
                Steps.Next(reproduce,
                    ("gpg --quick-generate-key NAME ed25519 sign never", "SSH keys sign commits, but no images: make an OpenPGP key"),
                    ($"imgrep keys add FILE --person {person.Id}", "add what gpg --armor --export NAME writes, and commit it"));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>As a shell takes it for itself.</summary>
    private static string InShell(string path) =>
        path.All(letter => char.IsAsciiLetterOrDigit(letter) || "._/-".Contains(letter, StringComparison.Ordinal)) ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
