using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Git;

/// <summary>The objects of a repository, by one <c>git cat-file --batch</c> for all of them. Each is checked against its name, so that nothing has
/// to be believed: no index, no graph file, no replacement, no configuration.</summary>
internal sealed class GitObjects : IDisposable
{
    private const int LongestHeader = 1000;
    private readonly string root;
    private readonly Process process;
    private readonly BufferedStream output;
    private readonly Task<string> errors;

    public GitObjects(string root, CancellationToken cancellation)
    {
        this.root = root;
        process = GitProgram.Start(root, ["cat-file", "--batch"]);
        cancellation.Register(Kill);
        output = new BufferedStream(process.StandardOutput.BaseStream, 64 * 1024);
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>The id of the commit that a name like <c>HEAD</c> stands for; null if there is none.</summary>
    public string? Resolve(string revision)
    {
        if (revision.Length is 0 or > 200 || revision.Any(c => c is <= ' ' or > '~'))
            return null;
        var header = Ask($"{revision}^{{commit}}");
        if (header is not [var id, "commit", var length] || !ObjectId.IsId(id))
            return null;
        Take(Number(length));
        return id;
    }

    /// <summary>The bytes; null if there is no such object here.</summary>
    /// <exception cref="MalformedObjectException">It is another type of object, or too large.</exception>
    /// <exception cref="EnvironmentException">It is damaged, or git fails.</exception>
    public byte[]? Read(string id, string type, int largest)
    {
        var header = Ask(id);
        if (header is [_, "missing"])
            return null;
        if (header is not [var got, var gotType, var length] || got != id)
            throw Failed($"it answers '{string.Join(' ', header)}' about {id}");
        if (gotType != type || Number(length) > largest)
        {
            Skip(Number(length));
            throw new MalformedObjectException(gotType != type ? $"{id} is a {gotType}, expected a {type}" : $"{id} has {length} bytes, more than {largest}");
        }
        var bytes = Take(Number(length));
        return ObjectId.IsOf(id, type, bytes) ? bytes
            : throw new EnvironmentException("read from the repository at", root, $"the object {id} is not what its name says", "git fsck says more; fetch it anew");
    }

    public void Dispose()
    {
        Kill();
        output.Dispose();
        process.Dispose();
    }

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself, or is disposed of.
        }
    }

    private string[] Ask(string name)
    {
        try
        {
            process.StandardInput.Write(name + "\n");
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Failed("it has ended");
        }
        var line = new StringBuilder();
        for (int next; (next = output.ReadByte()) != '\n'; line.Append((char)next))
        {
            if (next < 0 || line.Length > LongestHeader)
                throw Failed("it has ended");
        }
        return line.ToString().Split(' ');
    }

    private byte[] Take(long length)
    {
        var bytes = new byte[length];
        try
        {
            output.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw Failed("it has ended");
        }
        output.ReadByte();
        return bytes;
    }

    private void Skip(long length)
    {
        for (; length > 0; length -= Math.Min(length, 1 << 16))
        {
            if (output.Read(new byte[Math.Min(length, 1 << 16)]) is var read && read == 0)
                throw Failed("it has ended");
            else
                length += Math.Min(length, 1 << 16) - read;
        }
        output.ReadByte();
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private EnvironmentException Failed(string reason)
    {
        Kill();
        var said = errors.Wait(TimeSpan.FromSeconds(5)) ? errors.Result.Trim().Split('\n')[^1] : "";
        return new EnvironmentException("read from the repository at", root, said.Length > 0 ? $"git says: {said}" : reason, "git fsck says more");
    }
}
