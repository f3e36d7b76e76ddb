namespace ImgRep.Files;

/// <summary>Modes of files as people write them: in octal, for which C# has no literals.</summary>
public static class Modes
{
    /// <summary>Every bit that a mode can have: permissions, set-user-ID, set-group-ID and sticky.</summary>
    public static readonly int All = Octal("7777");

    public static readonly int Permissions = Octal("777");

    /// <summary>Linux keeps no mode of a symbolic link and shows this one.</summary>
    public static readonly int Symlink = Permissions;

    /// <exception cref="FormatException">There is a digit that is not octal.</exception>
    public static int Octal(string digits) => Convert.ToInt32(digits, 8);

    /// <summary>Without leading zeros.</summary>
    public static string ToOctal(long mode) => Convert.ToString(mode, 8);
}
