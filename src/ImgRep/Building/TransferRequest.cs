using System.Text;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Patterns;

namespace ImgRep.Building;

/// <summary>What a COPY or an ADD asks of the file system: the one place that hands over its flags.</summary>
public static class TransferRequest
{
    /// <param name="transfer">Its words expanded.</param>
    /// <param name="from">What its sources are paths in.</param>
    /// <param name="ignored">What was left out of <paramref name="from"/>.</param>
    public static CopyRequest Create(TransferInstruction transfer, Step step, FileTree from, IgnoreFile ignored) => new()
    {
        Span = transfer.Span,
        From = from,
        Sources = transfer.Sources,
        Destination = CopyRequest.DestinationIn(step.WorkingDirectory, transfer.Destination),
        Documents = [.. transfer.Files.Select(file => KeyValuePair.Create<string, IFileContent>(file.Name, new MemoryContent([.. Encoding.UTF8.GetBytes(file.Content)])))],
        Owner = transfer.Owner,
        Mode = transfer.Mode,
        Parents = transfer is CopyInstruction { Parents: true },
        Link = transfer.Link,
        Exclude = transfer.Exclude,
        Ignored = ignored,
    };

    /// <summary>For a file that ADD has fetched, and nothing else of its instruction.</summary>
    /// <param name="fetched">Holds that file alone.</param>
    public static CopyRequest CreateFetched(AddInstruction add, Step step, FileTree fetched) =>
        Create(add with { Sources = ["*"], Files = [] }, step, fetched, IgnoreFile.Empty);

    /// <summary>For a repository that ADD has fetched: like COPY of a folder.</summary>
    /// <param name="repository">Its tree, or the folder of it that is asked for.</param>
    public static CopyRequest CreateRepository(AddInstruction add, Step step, FileTree repository) =>
        Create(add with { Sources = ["/"], Files = [] }, step, repository, IgnoreFile.Empty);
}
