using System.Diagnostics.CodeAnalysis;

namespace ImgRep.Containerfiles.Expansion;

/// <summary>Where the value of a variable comes from.</summary>
internal interface IVariables
{
    bool TryGet(string name, [NotNullWhen(true)] out string? value);
}

/// <summary>No variable is set.</summary>
internal sealed class EmptyVariables : IVariables
{
    public static EmptyVariables Instance { get; } = new();

    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = null;
        return false;
    }
}

/// <summary>Variables that instructions set one after the other.</summary>
internal sealed class VariableTable : Dictionary<string, string>, IVariables
{
    public VariableTable() : base(StringComparer.Ordinal) { }

    public VariableTable(VariableTable other) : base(other, StringComparer.Ordinal) { }

    public bool TryGet(string name, [NotNullWhen(true)] out string? value) => TryGetValue(name, out value);
}
