using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <summary>One instruction of a Containerfile, its words as written: variables are expanded when a stage is evaluated.</summary>
/// <param name="Span">Where the instruction begins.</param>
public abstract record Instruction(SourceSpan Span);

/// <summary>A command in shell form (one string for the shell) or exec form (the words of a JSON array).</summary>
public sealed record CommandLine(bool IsShellForm, ImmutableArray<string> Words);

/// <summary>A here-document: what stands between <c>&lt;&lt;NAME</c> and <c>NAME</c>.</summary>
/// <param name="Name">The delimiter, without quotes; the file's name in COPY and ADD.</param>
/// <param name="Content">The text with its final newline; tabs already stripped for <c>&lt;&lt;-</c>.</param>
/// <param name="Expand">Whether variables are expanded in it (the delimiter was not quoted).</param>
/// <param name="Chomp">Whether it was written <c>&lt;&lt;-</c>.</param>
/// <param name="FileDescriptor">The number before <c>&lt;&lt;</c>, 0 if there is none.</param>
public sealed record HereDocument(string Name, string Content, bool Expand, bool Chomp, int FileDescriptor = 0);

public sealed record FromInstruction(SourceSpan Span, string Image, string? Platform, string? As) : Instruction(Span);

/// <param name="Name">The variable.</param>
/// <param name="Default">Its default as written, null if there is none.</param>
public sealed record ArgVariable(string Name, string? Default);

public sealed record ArgInstruction(SourceSpan Span, ImmutableArray<ArgVariable> Variables) : Instruction(Span);

public sealed record EnvInstruction(SourceSpan Span, ImmutableArray<KeyValuePair<string, string>> Variables) : Instruction(Span);

public sealed record LabelInstruction(SourceSpan Span, ImmutableArray<KeyValuePair<string, string>> Labels) : Instruction(Span);

public sealed record RunInstruction(
    SourceSpan Span,
    CommandLine Command,
    ImmutableArray<HereDocument> HereDocuments,
    ImmutableArray<Mount> Mounts,
    RunNetwork Network) : Instruction(Span);

public enum RunNetwork
{
    Default,
    None,
}

public enum MountType
{
    Bind,
    Cache,
    Tmpfs,
}

/// <summary>A <c>--mount</c> of a RUN.</summary>
/// <param name="Target">Where it appears; relative to WORKDIR when relative.</param>
/// <param name="From">A stage or image, null for the build context (bind) or an empty folder (cache).</param>
/// <param name="Source">The folder or file inside <paramref name="From"/>, null for its root.</param>
/// <param name="Id">Which cache, null: the target's path.</param>
/// <param name="Size">Bytes, for a tmpfs; null for no limit.</param>
public sealed record Mount(
    MountType Type,
    string Target,
    string? From = null,
    string? Source = null,
    bool ReadOnly = false,
    string? Id = null,
    long? Size = null,
    int? Mode = null,
    uint? Owner = null,
    uint? Group = null);

/// <summary>What COPY and ADD share.</summary>
/// <param name="Sources">Paths, patterns or (ADD only) URLs as written, here-documents not among them.</param>
/// <param name="Destination">A path; a final slash means a folder.</param>
/// <param name="Owner">The value of <c>--chown</c>, null if there is none.</param>
/// <param name="Mode">The value of <c>--chmod</c> (octal or symbolic), null if there is none.</param>
public abstract record TransferInstruction(
    SourceSpan Span,
    ImmutableArray<string> Sources,
    ImmutableArray<HereDocument> Files,
    string Destination,
    string? Owner,
    string? Mode,
    bool Link,
    ImmutableArray<string> Exclude) : Instruction(Span);

/// <param name="From">A stage's name or index, an image, or null for the build context.</param>
public sealed record CopyInstruction(
    SourceSpan Span,
    string? From,
    ImmutableArray<string> Sources,
    ImmutableArray<HereDocument> Files,
    string Destination,
    string? Owner,
    string? Mode,
    bool Link,
    bool Parents,
    ImmutableArray<string> Exclude) : TransferInstruction(Span, Sources, Files, Destination, Owner, Mode, Link, Exclude);

/// <param name="Checksum">The value of <c>--checksum</c>, null if there is none.</param>
/// <param name="Unpack">The value of <c>--unpack</c>, null: local archives are unpacked and remote ones are not.</param>
public sealed record AddInstruction(
    SourceSpan Span,
    ImmutableArray<string> Sources,
    ImmutableArray<HereDocument> Files,
    string Destination,
    string? Owner,
    string? Mode,
    bool Link,
    string? Checksum,
    bool? Unpack,
    bool KeepGitDir,
    ImmutableArray<string> Exclude) : TransferInstruction(Span, Sources, Files, Destination, Owner, Mode, Link, Exclude);

public sealed record WorkdirInstruction(SourceSpan Span, string Path) : Instruction(Span);

public sealed record UserInstruction(SourceSpan Span, string User) : Instruction(Span);

public sealed record CmdInstruction(SourceSpan Span, CommandLine Command) : Instruction(Span);

public sealed record EntrypointInstruction(SourceSpan Span, CommandLine Command) : Instruction(Span);

public sealed record ShellInstruction(SourceSpan Span, ImmutableArray<string> Words) : Instruction(Span);

public sealed record ExposeInstruction(SourceSpan Span, ImmutableArray<string> Ports) : Instruction(Span);

public sealed record VolumeInstruction(SourceSpan Span, ImmutableArray<string> Paths) : Instruction(Span);

public sealed record StopSignalInstruction(SourceSpan Span, string Signal) : Instruction(Span);

/// <param name="Test">Null for <c>HEALTHCHECK NONE</c>.</param>
public sealed record HealthcheckInstruction(SourceSpan Span, CommandLine? Test, ImmutableArray<KeyValuePair<string, string>> Options) : Instruction(Span);

public sealed record MaintainerInstruction(SourceSpan Span, string Name) : Instruction(Span);
