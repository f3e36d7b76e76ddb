using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Trust.Yaml;

/// <summary>A value of a strict file (docs/decisions/strict-yaml.md), with the place where it begins.</summary>
public abstract record YamlNode(SourceSpan Span);

/// <summary>Text. There are no other scalars: nothing is a number or a truth value by the look of it.</summary>
/// <param name="IsQuoted">No reader guesses a type then.</param>
public sealed record YamlScalar(SourceSpan Span, string Text, bool IsQuoted = false) : YamlNode(Span);

public sealed record YamlSequence(SourceSpan Span, ImmutableArray<YamlNode> Items) : YamlNode(Span);

/// <summary>Members in the order of the file, no key twice.</summary>
public sealed record YamlMapping(SourceSpan Span, ImmutableArray<YamlMember> Members) : YamlNode(Span);

public sealed record YamlMember(YamlScalar Key, YamlNode Value);
