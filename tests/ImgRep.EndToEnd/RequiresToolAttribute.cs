namespace ImgRep.EndToEnd;

/// <summary>A fact that needs programs of the host, as root; it is skipped, with the reason, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresToolAttribute : FactAttribute
{
    private const string AdministratorsFolders = ":/usr/local/sbin:/usr/sbin:/sbin";

    public RequiresToolAttribute(params string[] tools)
    {
        Tools = tools;
        if (Array.Find(tools, tool => !IsInstalled(tool)) is { } missing)
            Skip = $"{missing} is not installed";
        else if (!Environment.IsPrivilegedProcess)
            Skip = $"{string.Join(" and ", tools)} must be run by root here";
    }

    public IReadOnlyList<string> Tools { get; }

    private static bool IsInstalled(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") + AdministratorsFolders).Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}
