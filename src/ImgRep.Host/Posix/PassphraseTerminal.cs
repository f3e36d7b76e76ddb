using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ImgRep.Host.Posix;

/// <summary>The terminal where gpg has its agent ask for a passphrase. gpg looks for it behind its own standard input, which is a pipe where this program
/// or git starts it; gpg-agent(1) has the user set GPG_TTY for that.</summary>
internal static unsafe class PassphraseTerminal
{
    private const string Variable = "GPG_TTY";
    private const int LongestName = 256;

    /// <summary>Behind standard input, else behind standard error; null where neither is a terminal.</summary>
    private static readonly Lazy<string?> Path = new(() => NameOf(0) ?? NameOf(StandardDescriptor.Error));

    /// <summary>Names it to a program that is gpg or starts gpg. What the user has set stays.</summary>
    public static void NameTo(ProcessStartInfo description)
    {
        if (string.IsNullOrEmpty(description.Environment.TryGetValue(Variable, out var set) ? set : null) && Path.Value is { } path)
            description.Environment[Variable] = path;
    }

    private static string? NameOf(int descriptor)
    {
        var name = stackalloc byte[LongestName];
        return Libc.NameOfTerminal(descriptor, name, LongestName) == 0 ? Marshal.PtrToStringUTF8((nint)name) : null;
    }
}
