using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>ADD: files of the context and sources that were fetched, archives unpacked where the language says so.</summary>
internal sealed class AddStep(BuildInputs inputs, ContentStore store)
{
    /// <summary>What BuildKit gives to a file that it has downloaded.</summary>
    private static readonly Metadata Downloaded = new(Modes.Octal("600"));

    public FileTree Apply(FileTree target, Step step, AddInstruction add, CancellationToken cancellation)
    {
        var local = add.Sources.Where(source => AddSource.KindOf(source) != AddSourceKind.Url).ToImmutableArray();
        var archives = new Archives(store, add.Span, cancellation);
        foreach (var url in add.Sources.Where(source => AddSource.KindOf(source) == AddSourceKind.Url))
            target = Apply(target, TransferRequest.CreateFetched(add, step, Fetched(add, url)), archives, unpack: add.Unpack ?? false);
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
}
