using ImgRep.Containerfiles.Instructions;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Stages;

/// <summary>What a stage takes files from.</summary>
public abstract record ReferenceTarget;

/// <summary>Another stage of the file.</summary>
public sealed record StageTarget(int Index) : ReferenceTarget;

/// <summary>A package of the tree, <c>imgrep/NAME</c>.</summary>
/// <param name="Pinned">The digest that it must have, null for the one that the tree builds.</param>
public sealed record PackageTarget(string Name, Digest? Pinned) : ReferenceTarget
{
    /// <summary>What the repositories of packages of the tree begin with.</summary>
    public const string Namespace = "imgrep/";

    /// <summary>The name that it has in a Containerfile.</summary>
    public string Repository => Namespace + Name;
}

/// <summary>A root filesystem from outside the tree, <c>seed/NAME</c>.</summary>
public sealed record SeedTarget(string Name) : ReferenceTarget;

/// <summary>An image of a registry.</summary>
public sealed record ImageTarget(string Reference) : ReferenceTarget;

public sealed record ScratchTarget : ReferenceTarget;

/// <summary>The folder that is built.</summary>
public sealed record ContextTarget : ReferenceTarget;

/// <param name="Span">The word that names the target.</param>
/// <param name="Instruction">FROM, COPY, ADD or RUN.</param>
public sealed record StageReference(SourceSpan Span, Instruction Instruction, ReferenceTarget Target);
