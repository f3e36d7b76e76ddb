using System.Collections.Immutable;
using System.Text;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Files;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>The here-documents of COPY and ADD as files.</summary>
internal static class HereDocuments
{
    public static ImmutableArray<KeyValuePair<string, IFileContent>> FilesOf(TransferInstruction instruction) =>
        [.. instruction.Files.Select(file => KeyValuePair.Create<string, IFileContent>(file.Name, new MemoryContent([.. Encoding.UTF8.GetBytes(file.Content)])))];
}
