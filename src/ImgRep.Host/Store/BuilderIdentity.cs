namespace ImgRep.Host.Store;

/// <summary>A builder with its version, as in <c>embedded 0.1.0 (bwrap)</c>.</summary>
/// <param name="Name">One word.</param>
/// <param name="Version">Empty where a record of another version of imgrep has none.</param>
public sealed record BuilderIdentity(string Name, string Version)
{
    /// <summary>As records have it: the name, a blank, the version.</summary>
    public static BuilderIdentity Parse(string text) =>
        text.IndexOf(' ', StringComparison.Ordinal) is var blank and >= 0 ? new BuilderIdentity(text[..blank], text[(blank + 1)..]) : new BuilderIdentity(text, "");

    public override string ToString() => Version.Length == 0 ? Name : $"{Name} {Version}";
}
