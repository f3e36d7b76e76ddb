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
        var remote = new Option<string?>("--remote") { Description = "Where git push is to publish it: an empty repository elsewhere", HelpName = "URL" };
        remote.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && (given.Length == 0 || given[0] == '-' || given.Any(char.IsControl)))
                result.AddError("--remote takes an address that git can push to");
        });
        var founder = new FounderOptions();
        var command = new CommandWithExample(
            "init", "Begin a tree of your own: a first package, your key, a policy, and two signed commits from which its history is authenticated",
            "imgrep init images --organisation 'Example Ltd'", null, typeof(BeginAnswer))
        {
            folder, remote,
        };
        founder.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            var (path, url) = (arguments.GetRequiredValue(folder), arguments.GetValue(remote));
            var now = DateTimeOffset.UtcNow;
            var steps = new Steps();
            using var place = NewTreeFolder.Prepare(path, cancellation);
            if (url is not null)
                LocalSettings.RefuseRemote(place.Tree, cancellation);
            var known = GitIdentity.Read(place.Tree, cancellation);
            var person = await founder.ReadAsync(arguments, known, now, cancellation);
            steps.Report($"a tree of {person.Name} <{person.Email}>, whose key signs the commits: {person.Keys[0].Line}");
            var founding = await Founding.RunAsync(place.Tree, person, NewTreeFiles.All, ContentStore.DefaultRoot, now, steps, cancellation);
            LocalSettings.SignCommits(place.Tree, person.Author, known, cancellation);
            if (url is not null)
                LocalSettings.Follow(place.Tree, url, cancellation);
            place.Keep();
            Answer.Print(arguments, BeginAnswer.From(founding, person));
            FirstSteps.Print(person, path is "." or "./" ? "" : $"cd {InShell(path)} && ", "build the package here, and compare with digests",
                url is null ? ("git push -u origin HEAD", "publish it, after: git remote add origin URL") : ("git push", "publish it"));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>As a shell takes it for itself.</summary>
    private static string InShell(string path) =>
        path.All(letter => char.IsAsciiLetterOrDigit(letter) || "._/-".Contains(letter, StringComparison.Ordinal)) ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
