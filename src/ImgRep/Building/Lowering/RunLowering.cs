using System.Collections.Immutable;
using System.Text;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Files;
using ImgRep.Files.Users;
using ImgRep.Primitives;

namespace ImgRep.Building.Lowering;

/// <summary>RUN: the environment, folder and user that it has everywhere, then the command itself.</summary>
internal sealed class RunLowering(PackageLowering package, LoweredText text, StageLowering stage)
{
    private const string CacheName = "cache";
    private static readonly Metadata Script = new(Modes.Octal("755"));

    public LoweredStage Lower(LoweredStage state, Step step, RunInstruction run)
    {
        var flags = new StringBuilder();
        foreach (var script in run.HereDocuments)
            flags.Append(Option("bind", StageOf(script, run), script.Name, $"{RunInstruction.ScriptFolder}/{script.Name}", run));
        foreach (var mount in run.Mounts)
            flags.Append(Option(mount, run));
        var settled = Prepare(state, step, run);
        Write(flags.ToString(), step, run);
        return settled with { IsKnown = false, Leftovers = Leftovers.After(state, run) };
    }

    private LoweredStage Prepare(LoweredStage state, Step step, RunInstruction run)
    {
        var (user, home) = UserOf(state, step, run);
        if (user != state.User)
            text.User(user.Length == 0 ? "0:0" : user);
        if (step.WorkingDirectory != state.WorkingDirectory)
            text.WorkingDirectory(step.WorkingDirectory);
        var wanted = RunEnvironment.Compute(step, home);
        var changed = wanted.Where(variable => state.Variables.GetValueOrDefault(variable.Key) != variable.Value).ToList();
        foreach (var (name, value) in changed)
        {
            if (value.Any(char.IsControl) || value.Length > LoweredText.LongestLine)
                throw StageLowering.Refusal(run, $"give the variable {name} a value with line ends or control characters, or of more than {LoweredText.LongestLine} characters",
                    "shorten it");
        }
        text.Environment(changed);
        return state with { User = user, WorkingDirectory = step.WorkingDirectory, Variables = wanted };
    }

    /// <summary>The user as builders understand it, and the home that the RUN sees.</summary>
    private static (string User, string Home) UserOf(LoweredStage state, Step step, RunInstruction run)
    {
        var name = step.User.Length == 0 ? "0" : step.User;
        UserIds ids;
        try
        {
            ids = UserIds.ResolveUser(name, state.Tree, run.Span);
        }
        catch (RejectedInputException) when (!state.IsKnown)
        {
            return step.Environment.TryGetValue("HOME", out var home)
                ? (step.User, home)
                : throw StageLowering.Refusal(run, $"find the home of a user '{step.User}' that an earlier RUN made", "set ENV HOME=... before USER");
        }
        // Docker 20.10 refuses a number alone that /etc/passwd does not have; a number with a group loses the user's other groups.
        var user = ids is { User: 0, Group: 0, Supplementary.IsEmpty: true } ? ""
            : ids.Supplementary.IsEmpty ? $"{ids.User}:{ids.Group}" : name;
        return (user, RunEnvironment.HomeOf(ids));
    }

    private void Write(string flags, Step step, RunInstruction run)
    {
        ImmutableArray<string> words = run.Command.IsShellForm ? [.. step.Shell, .. run.Command.Words] : run.Command.Words;
        if (words is ["/bin/sh", "-c", var command] && IsSafe(command))
        {
            text.RunShell(flags, command);
            return;
        }
        stage.Quote(run);
        if (words.Sum(word => word.Length) > LoweredText.LongestLine)
            throw StageLowering.Refusal(run, $"read a command of more than {LoweredText.LongestLine} characters", "put it into a file of the context");
        text.RunWords(flags, words);
    }

    /// <summary>Whether every parser, old or new, takes a command as it is: one line, and no JSON, flag or here-document.</summary>
    private static bool IsSafe(string command) =>
        command.Length is > 0 and < LoweredText.LongestLine && !command.Any(c => char.IsControl(c) && c != '\t')
        && command[0] is not ('[' or '-' or ' ' or '\t' or '#') && command[^1] is not ('\\' or ' ' or '\t' or '`') && !command.Contains("<<", StringComparison.Ordinal);

    private string StageOf(HereDocument script, RunInstruction run)
    {
        var tree = FileTree.Empty.With([FileName.Parse(script.Name)], new FileNode(Script, new MemoryContent([.. Encoding.UTF8.GetBytes(script.Content)])));
        return package.NewStage("script", $"the script of {StageLowering.Place(run)}", tree);
    }

    /// <summary>Caches begin empty in every build, and what is written to them ends with the RUN: a folder of a stage of its own, which
    /// looks as the mount says. A tmpfs looks otherwise on each builder.</summary>
    private string StageOfCache(Mount mount, RunInstruction run) =>
        package.NewStage("cache", $"a cache of {StageLowering.Place(run)}", FileTree.Empty.With([FileName.Parse(CacheName)], CacheFolder.Create(mount)));

    private string Option(Mount mount, RunInstruction run)
    {
        if (mount.Type == MountType.Tmpfs)
            return $"--mount=type=tmpfs,target={Value(mount.Target, run)} ";
        if (mount.Type == MountType.Cache && mount.From is null)
            return Option("bind", StageOfCache(mount, run), CacheName, mount.Target, run).TrimEnd() + (mount.ReadOnly ? " " : ",rw ");
        var from = mount.From is null
            ? package.OpenContext()
            : package.Open(StageReferences.Resolve(package.Inputs.Containerfile, mount.From, allowIndex: false));
        if (mount.ReadOnly)
            return Option("bind", from.Name, mount.Source, mount.Target, run);
        // Buildah 1.28 lets what is written reach the stage that is mounted: so it is one of its own.
        var own = package.NewStage("mount", $"what {StageLowering.Place(run)} mounts and may write to", (stage, name) => stage.From(from.Name, name));
        return Option("bind", own, mount.Source, mount.Target, run).TrimEnd() + ",rw ";
    }

    private static string Option(string type, string from, string? source, string target, RunInstruction run) =>
        $"--mount=type={type},from={from}{(source is null ? "" : $",source=/{Value(source.TrimStart('/'), run)}")},target={Value(target, run)} ";

    private static string Value(string text, RunInstruction run) =>
        text.Length == 0 || (LoweredText.IsPlain(text) && !text.AsSpan().ContainsAny(",*?=:"))
            ? text
            : throw StageLowering.Refusal(run, $"mount '{text}'", "use a path of letters, digits and ._+-");
}
