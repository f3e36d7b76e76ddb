using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImgRep.Trust.Commits;

namespace ImgRep.Host.Git.Objects;

/// <summary>The objects of a repository, by one <c>git cat-file --batch</c> for all of them. Each is checked against its name, so that nothing has
/// to be believed: no index, no graph file, no replacement, no configuration.</summary>
internal sealed class GitObjects : IDisposable
{
    private const int LongestHeader = 1000;

    /// <summary>How many ids are asked for at once: they fit into the smallest pipe (pipe(7): one page), so that asking never waits for what is answered.</summary>
    private const int AskedAtOnce = 4096 / 65;

    public static readonly string[] Command = ["cat-file", "--batch"];

    private readonly string root;
    private readonly CancellationToken cancellation;
    private readonly Process process;
    private readonly BufferedStream output;
    private readonly Task<string> errors;

    public GitObjects(string root, CancellationToken cancellation) : this(root, GitProgram.Start(root, Command), cancellation) { }

    /// <param name="process">Has the arguments <see cref="Command"/>; ends with this.</param>
    public GitObjects(string root, Process process, CancellationToken cancellation)
    {
        (this.root, this.process, this.cancellation) = (root, process, cancellation);
        cancellation.Register(Kill);
        output = new BufferedStream(process.StandardOutput.BaseStream, 64 * 1024);
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>The id of the commit that a name like <c>HEAD</c> stands for; null if there is none.</summary>
    public string? Resolve(string revision)
    {
        if (revision.Length is 0 or > 200 || revision.Any(c => c is <= ' ' or > '~'))
            return null;
        Ask($"{revision}^{{commit}}\n");
        var header = Header();
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
        Ask(id + "\n");
        return Answer(id, type, largest);
    }

    /// <summary>The bytes of many blobs, in their order; null for what is larger than <paramref name="largest"/> says.</summary>
    /// <exception cref="EnvironmentException">One is missing or damaged, or git fails.</exception>
    public IEnumerable<(string Id, byte[]? Bytes)> ReadBlobs(IEnumerable<string> ids, Func<string, int> largest)
    {
        foreach (var asked in ids.Chunk(AskedAtOnce))
        {
            Ask(string.Concat(asked.Select(id => id + "\n")));
            foreach (var id in asked)
                yield return (id, AnswerUpTo(id, largest(id)));
        }
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

    private byte[]? AnswerUpTo(string id, int largest)
    {
        try
        {
            return Answer(id, "blob", largest) ?? throw Failed($"the content {id} is missing");
        }
        catch (MalformedObjectException)
        {
            return null;
        }
    }

    private byte[]? Answer(string id, string type, int largest)
    {
        var header = Header();
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

    private void Ask(string lines)
    {
        try
        {
            process.StandardInput.Write(lines);
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Failed("it has ended");
        }
    }

    private string[] Header()
    {
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
        var buffer = new byte[1 << 16];
        for (int read; length > 0; length -= read)
        {
            read = output.Read(buffer, 0, (int)Math.Min(length, buffer.Length));
            if (read == 0)
                throw Failed("it has ended");
        }
        output.ReadByte();
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private EnvironmentException Failed(string reason)
    {
        Kill();
        cancellation.ThrowIfCancellationRequested();
        var said = errors.Wait(TimeSpan.FromSeconds(5)) ? errors.Result.Trim().Split('\n')[^1] : "";
        return new EnvironmentException("read from the repository at", root, said.Length > 0 ? $"git says: {said}" : reason, "git fsck says more");
    }
}
