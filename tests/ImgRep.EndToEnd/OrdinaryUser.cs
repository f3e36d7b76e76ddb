namespace ImgRep.EndToEnd;

/// <summary>A user of this machine without rights, made for one test.</summary>
public sealed class OrdinaryUser : IDisposable
{
    /// <summary>The files of the machine's users are changed by one test at a time.</summary>
    private static readonly Lock Accounts = new();

    private readonly string name = "imgrep" + Guid.NewGuid().ToString("n")[..8];

    /// <param name="hasRange">Whether it has subordinate ids.</param>
    public OrdinaryUser(bool hasRange = true)
    {
        lock (Accounts)
        {
            Must("useradd", "--create-home", name);
            if (!hasRange)
                Must("sed", "-i", $"/^{name}:/d", "/etc/subuid", "/etc/subgid");
        }
    }

    public void Own(string folder) => Must("chown", "-R", name, folder);

    public Outcome Run(SmallTree tree, params string[] arguments)
    {
        var variables = tree.Variables();
        variables["HOME"] = "/home/" + name;
        // The tool is built where the checkout cannot be written, too; here it is there already.
        return Imgrep.Run(
            "setpriv", ["--reuid", name, "--regid", name, "--init-groups", "--", Imgrep.Launcher, .. arguments], tree.Root, variables);
    }

    public void Dispose()
    {
        lock (Accounts)
            Must("userdel", "--remove", "--force", name);
    }

    private static void Must(string program, params string[] arguments)
    {
        var outcome = Imgrep.Run(program, arguments, "/");
        if (outcome.ExitCode is not (0 or 12))
            throw new InvalidOperationException($"{program}: {outcome}");
    }
}
