using System.Collections.Immutable;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Patterns;

namespace ImgRep.Building.Lowering;

/// <summary>COPY and ADD: done here where both sides are known, and otherwise left to the builder in the plainest words there are.</summary>
internal sealed class TransferLowering(PackageLowering package, LoweredText text, StageLowering stage, Step step)
{
    /// <summary>Where a stage of its own holds the files of one instruction.</summary>
    private const string Folder = "/files";

    public LoweredStage Lower(LoweredStage state, TransferInstruction transfer)
    {
        var from = transfer is CopyInstruction { From: { } name } copy
            ? package.Open(StageReferences.Resolve(package.Inputs.Containerfile, name, allowIndex: true))
            : null;
        if (state.IsKnown && from is null or { IsKnown: true })
            return Apply(state, transfer, from);
        if (from is null)
            Stage(transfer);
        else
            Copy((CopyInstruction)transfer, from);
        return state with
        {
            IsKnown = false,
            Leftovers = from is null ? state.Leftovers : state.Leftovers.Union(Leftovers.Copied(from, (CopyInstruction)transfer, step.WorkingDirectory)),
        };
    }

    /// <summary>Both sides are known: what changes becomes a tar, or a single source the file that it is.</summary>
    private LoweredStage Apply(LoweredStage state, TransferInstruction transfer, LoweredStage? from)
    {
        var after = Evaluate(state.Tree, transfer, from);
        var change = LayerDirectory.Between(state.Tree, after).Over(FileTree.Empty);
        if (change.Root.Children.IsEmpty)
            return state with { Tree = after };
        stage.Quote(transfer);
        if (SourceFile.Find(transfer) is { } source && source.Find(change) is var (path, node))
        {
            MakeParents(state.Tree, change, path);
            text.Copy($"--chmod={Modes.ToOctal(node.Metadata.Mode)} {Owner($"{node.Metadata.Owner}:{node.Metadata.Group}")}", [package.AddFile(source.File), path]);
        }
        else
            text.Add(package.AddFile(new LoweredTree(package.NextPath(), change)));
        return state with { Tree = after };
    }

    /// <summary>A COPY with --chmod must find its folder: BuildKit of Docker 28 gives the folders that it makes the mode of the file, others do not.</summary>
    private void MakeParents(FileTree before, FileTree change, string path)
    {
        var names = FileTree.Split(path);
        if (before.Find(names.AsSpan()[..^1]) is null)
            text.Add(package.AddFile(new LoweredTree(package.NextPath(), change.Without(names.AsSpan()))));
    }

    private static string Owner(string ids) => ids == "0:0" ? "" : $"--chown={ids} ";

    private FileTree Evaluate(FileTree target, TransferInstruction transfer, LoweredStage? from) => transfer is AddInstruction add
        ? package.Inputs.Add(target, step, add)
        : CopyOperation.Apply(target, TransferRequest.Create(transfer, step, from?.Tree ?? package.Inputs.Context, from is null ? package.Inputs.Ignored : IgnoreFile.Empty));

    /// <summary>The files are known, but not what is at their destination: they wait in a stage, and the builder copies them.</summary>
    private void Stage(TransferInstruction transfer)
    {
        var destination = CopyRequest.DestinationIn(step.WorkingDirectory, transfer.Destination);
        var owner = transfer.Owner is null ? "" : $"--chown={Word(transfer.Owner, transfer)} ";
        stage.Quote(transfer);
        if (SourceFile.Find(transfer) is { } source && transfer.Mode is null)
        {
            var waiting = StageOfOne(transfer, (own, path) => own.Copy("--chmod=600 ", [package.AddFile(source.File), path]), source.Name);
            text.Copy($"--from={waiting} {owner}", [$"{Folder}/{source.Name}", destination]);
            return;
        }
        var intoFolder = transfer.Destination.EndsWith('/') || transfer.Destination is "" or "." || transfer.Destination.EndsWith("/.", StringComparison.Ordinal);
        var tree = Evaluate(transfer, Folder + (intoFolder ? "/" : ""));
        var path = Folder + "/";
        if (tree.Find(Folder) is not DirectoryNode)
        {
            // One file: whether the destination is its name or its folder only the builder can see.
            tree = Evaluate(transfer, Folder + "/");
            path += ((DirectoryNode)tree.Find(Folder)!).Children.Single().Key;
        }
        var name = package.NewStage("files", $"the files of {StageLowering.Place(transfer)}", tree);
        text.Copy($"--from={name} {owner}", [path, path.EndsWith('/') ? destination.TrimEnd('/') + "/" : destination]);
    }

    private FileTree Evaluate(TransferInstruction transfer, string destination) =>
        Evaluate(FileTree.Empty, transfer with { Destination = destination, Owner = null, Link = false }, from: null);

    /// <summary>What a RUN made can only be copied by the builder.</summary>
    private void Copy(CopyInstruction copy, LoweredStage from)
    {
        if (copy.Parents || !copy.Exclude.IsEmpty)
            throw StageLowering.Refusal(copy, $"COPY with --parents or --exclude from the stage '{from.Name}', which runs something", "choose the files in a RUN");
        if (copy.Mode is { } mode && !mode.All(char.IsAsciiDigit))
            throw StageLowering.Refusal(copy, $"read --chmod={mode}", "write the mode in octal digits");
        if (copy.Link || copy.Mode is not null)
            stage.Quote(copy);
        var (source, sources) = copy.Mode is null ? (from.Name, copy.Sources) : WithMode(copy, from);
        var owner = copy.Owner is null ? "" : $"--chown={Word(copy.Owner, copy)} ";
        ImmutableArray<string> words = [.. sources, CopyRequest.DestinationIn(step.WorkingDirectory, copy.Destination)];
        if (!copy.Link)
        {
            text.Copy($"--from={source} {owner}", words);
            return;
        }
        if (copy.Owner?.Any(char.IsAsciiLetter) == true)
            throw StageLowering.Refusal(copy, "find users by name for COPY --link", "write their numbers");
        var name = package.NewStage("link", $"the files of {StageLowering.Place(copy)}", (own, given) =>
        {
            own.From("scratch", given);
            own.Copy($"--from={source} {owner}", words);
        });
        text.Copy($"--from={name} ", ["/", "/"]);
    }

    /// <summary>The files get their mode on the way, in a stage of their own: at the destination, see <see cref="MakeParents"/>, it could
    /// become that of folders too.</summary>
    /// <returns>The stage, and what to copy from it.</returns>
    private (string Stage, ImmutableArray<string> Sources) WithMode(CopyInstruction copy, LoweredStage from)
    {
        // One source keeps its name: whether it is a file, and the destination its name or its folder, only the builder can see.
        var last = copy.Sources[0].TrimEnd('/');
        last = last[(last.LastIndexOf('/') + 1)..];
        var isOne = copy.Sources.Length == 1 && last is not ("" or "." or "..") && !last.AsSpan().ContainsAny('*', '?', '[');
        if (!isOne && !copy.Destination.EndsWith('/'))
            throw StageLowering.Refusal(copy, $"find out whether '{copy.Destination}' is a folder, for --chmod of what '{copy.Sources[0]}' matches",
                "write a slash behind the destination");
        var name = StageOfOne(copy, (own, path) => own.Copy($"--from={from.Name} --chmod={copy.Mode} ", [.. copy.Sources, path]), isOne ? last : "");
        return (name, [$"{Folder}/{(isOne ? last : "")}"]);
    }

    private string StageOfOne(Instruction instruction, Action<LoweredText, string> write, string file) =>
        package.NewStage("files", $"the files of {StageLowering.Place(instruction)}", (own, given) =>
        {
            own.From("scratch", given);
            write(own, $"{Folder}/{file}");
        });

    private static string Word(string value, Instruction instruction) => LoweredText.IsPlain(value)
        ? value
        : throw StageLowering.Refusal(instruction, $"read the owner '{value}'", "write numbers");
}
