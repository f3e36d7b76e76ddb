namespace ImgRep.Trust.People;

/// <summary>What a person is trusted to do. The names in files are those in lower case.</summary>
public enum Role
{
    /// <summary>Changes packages, and confirms images.</summary>
    Maintainer,

    /// <summary>Rebuilds and confirms.</summary>
    Reviewer,

    /// <summary>A machine that rebuilds and confirms what it was given.</summary>
    Ci,
}

public static class Roles
{
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<Role>().Select(name => name.ToLowerInvariant())];

    public static string NameOf(Role role) => Names[(int)role];

    /// <summary>Whether somebody is a machine and nothing else.</summary>
    public static bool IsMachine(Person person) => person.Roles is [Role.Ci];

    public static Role? Find(string name) => Names.IndexOf(name) is >= 0 and var index ? (Role)index : null;

    private static int IndexOf(this IReadOnlyList<string> names, string name) => ((List<string>)[.. names]).IndexOf(name);
}
