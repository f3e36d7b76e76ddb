namespace ImgRep.Host;

/// <summary>This version of imgrep.</summary>
public static class ThisAssembly
{
    public static string Version { get; } = typeof(ThisAssembly).Assembly.GetName().Version?.ToString(3) ?? "";
}
