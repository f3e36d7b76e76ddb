using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>ADD: files of the context and sources that were fetched, archives unpacked where the language says so, and trees of repositories.</summary>
internal sealed class AddStep(BuildInputs inputs, ContentStore store)
{
    /// <summary>What BuildKit gives to a file that it has downloaded.</summary>
    private static readonly Metadata Downloaded = new(Modes.Octal("600"));

    public FileTree Apply(FileTree target, Step step, AddInstruction add, CancellationToken cancellation)
    {
        var kinds = add.Sources.ToLookup(AddSource.KindOf);
        var archives = new Archives(store, add.Span, cancellation);
        foreach (var url in kinds[AddSourceKind.Url])
            target = Apply(target, TransferRequest.CreateFetched(add, step, Fetched(add, url)), archives, unpack: add.Unpack ?? false);
        foreach (var repository in kinds[AddSourceKind.Git])
            target = CopyOperation.Apply(target, TransferRequest.CreateRepository(add, step, Tree(add, repository, cancellation)));
        ImmutableArray<string> local = [.. kinds[AddSourceKind.Context]];
        if (local.IsEmpty && add.Files.IsEmpty)
            return target;
        return Apply(target, TransferRequest.Create(add with { Sources = local }, step, inputs.Context, inputs.Ignored), archives, unpack: add.Unpack ?? true);
    }

    private static FileTree Apply(FileTree target, CopyRequest request, Archives archives, bool unpack) =>
        unpack ? AddOperation.Apply(target, request, archives.Open) : CopyOperation.Apply(target, request);

    private FileTree Fetched(AddInstruction add, string url)
    {
        var source = new SourceRequest(Digest.Parse(add.Checksum!), new Uri(url));
        return FileTree.Empty.With([FileName.Parse(source.FileName)], new FileNode(Downloaded, store.Sources.Open(source.Digest)));
    }

    private FileTree Tree(AddInstruction add, string word, CancellationToken cancellation)
    {
        if (!GitAddress.TryParse(word, out var address, out var problem))
            throw new RejectedInputException(Diagnostic.Error(add.Span, "git-source", problem.Message, problem.Hint));
        var source = inputs.Sources.First(source => source.Commit == add.Checksum && source.Url == address.Url);
        var file = store.Sources.Open(source.Digest);
        using var tar = Disk.Open($"{file.Path}");
        var tree = LayerReader.Read(
            tar, new LayerDescriptor(source.Digest, file.Length), (offset, length, digest) => new DiskFile(file.Path, offset, length, digest), cancellation);
        return tree.Find(address.Folder) is DirectoryNode folder ? new FileTree(folder)
            : throw new RejectedInputException(Diagnostic.Error(add.Span, "missing-source", $"the repository has no folder '{address.Folder}'", "write #TAG:FOLDER"));
    }
}
