using System.Diagnostics;
using System.Text;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Keys;

/// <summary>One run of gpg, or of the program that <c>GPG</c> or <c>GPG_SIGN</c> names.</summary>
internal static class Gnupg
{
    /// <summary>What verifies and lists.</summary>
    public static string Program => Named("GPG") ?? "gpg";

    /// <summary>What signs: it may be a client of another machine that has the key.</summary>
    public static string SigningProgram => Named("GPG_SIGN") ?? Program;

    /// <summary>What to look at where it does not sign.</summary>
    public const string SigningHint =
        "where the passphrase was wrong or refused, type the command again; otherwise: is the card there, and the agent running? for a passphrase it needs a terminal\n"
        + "try: export GPG_TTY=$(tty); echo | gpg --clear-sign";

    /// <summary>Whether the user has named another program than the usual one to sign with.</summary>
    public static bool IsChosen => (Named("GPG_SIGN") ?? Named("GPG")) is not null;

    /// <param name="input">Given to its standard input.</param>
    /// <returns>Its code, its standard output, and what it said.</returns>
    /// <exception cref="EnvironmentException">It cannot be started.</exception>
    public static async Task<(int Code, byte[] Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        using var process = Start(program, arguments);
        using var kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var output = ReadAsync(process.StandardOutput.BaseStream);
        var errors = ReadAsync(process.StandardError.BaseStream);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, CancellationToken.None);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its code says why.
        }
        await process.WaitForExitAsync(CancellationToken.None);
        ChildProgram.ThrowIfInterrupted(process.ExitCode, cancellation);
        return (process.ExitCode, await output, Encoding.UTF8.GetString(await errors));
    }

    /// <summary>Why a run failed, in gpg's own words; its code says nothing to people.</summary>
    public static string ReasonOf(int code, string errors) => errors.Trim() is { Length: > 0 } said ? said : $"it ended with code {code} and did not say why";

    /// <summary>The lines of an output.</summary>
    public static string[] Lines(byte[] output) => Encoding.UTF8.GetString(output).Split('\n');

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var description = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        description.Environment["LC_ALL"] = "C";
        PassphraseTerminal.NameTo(description);
        return ChildProgram.Start(description, "install gnupg, or name another program with GPG or GPG_SIGN");
    }

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } program ? program : null;
}
