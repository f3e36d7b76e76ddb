using System.Collections.Immutable;
using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>A COPY whose words are expanded: what goes where. Every member is required, so that whoever makes one thinks of every flag.</summary>
public sealed record CopyRequest
{
    /// <summary>The instruction, for diagnostics.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>What the sources are paths in. A build context has owner 0:0 throughout; a stage keeps the owners it has.</summary>
    public required FileTree From { get; init; }

    /// <summary>Paths or <see cref="Glob"/> patterns, relative ones meaning the root of <see cref="From"/>.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>As <see cref="DestinationIn"/> gives it: absolute; a final <c>/</c> or <c>/.</c> means a folder.</summary>
    public required string Destination { get; init; }

    /// <summary>The here-documents: files with mode 0644, copied after the sources.</summary>
    public required ImmutableArray<KeyValuePair<string, IFileContent>> Documents { get; init; }

    /// <summary>The value of <c>--chown</c>: <c>user[:group]</c>, names or numbers; null keeps the owners of the sources.</summary>
    public required string? Owner { get; init; }

    /// <summary>The value of <c>--chmod</c>, octal or symbolic; null keeps the modes of the sources.</summary>
    public required string? Mode { get; init; }

    /// <summary>Whether the folders above a source are copied with it (<c>--parents</c>), from <c>/./</c> on where it is written.</summary>
    public required bool Parents { get; init; }

    /// <summary>Whether what is copied lies over the destination as a layer of its own (<c>--link</c>): links there are not followed.</summary>
    public required bool Link { get; init; }

    /// <summary>The values of <c>--exclude</c>: patterns relative to each source.</summary>
    public required ImmutableArray<string> Exclude { get; init; }

    /// <summary>What was left out of the context, so that a diagnostic can say why a source is not there.</summary>
    public required IgnoreFile Ignored { get; init; }

    /// <summary>Whether the destination is written as a folder.</summary>
    public bool IntoFolder => Destination.EndsWith('/') || Destination.EndsWith("/.", StringComparison.Ordinal);

    /// <summary>A destination as an instruction has it, made absolute: empty and <c>.</c> are the working directory itself.</summary>
    public static string DestinationIn(string workingDirectory, string destination) => destination switch
    {
        "" or "." => workingDirectory.TrimEnd('/') + "/",
        _ when destination.StartsWith('/') => destination,
        _ => workingDirectory.TrimEnd('/') + "/" + destination,
    };
}
