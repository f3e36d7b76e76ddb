using System.Buffers;
using System.Text.Json;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>That a recipe was built here, and what came of it.</summary>
/// <param name="RecipeKey">The hash of everything that went in.</param>
/// <param name="Route">Which of the package's routes; null for the only one.</param>
/// <param name="Image">The manifest digest.</param>
/// <param name="Builder">Which builder, with its version, as in <c>embedded 0.1.0 (bwrap)</c>.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record BuildRecord(Digest RecipeKey, string Package, string? Route, Digest Image, string Builder, DateTimeOffset BuiltAt, TimeSpan Elapsed)
{
    /// <summary>Where it was built; null in records of versions that did not note it.</summary>
    public Machine? Machine { get; init; } = Machine.Current;

    internal string Label => Route is null ? Package : $"{Package}.{Route}";
}

/// <summary>The build records: one file a recipe key, and for each route how long it took last time.</summary>
public sealed class RecordStore(string folder)
{
    /// <summary>The record of a recipe; null if there is none, or if it is damaged.</summary>
    public BuildRecord? Find(Digest recipeKey) =>
        SealedFile.Read(PathOf(recipeKey), out _) is { } bytes ? Read(recipeKey, bytes) : null;

    public IEnumerable<BuildRecord> All() => Directory.GetFiles(folder)
        .Select(path => Digest.TryParseHex(Path.GetFileName(path), out var key) ? Find(key) : null)
        .OfType<BuildRecord>();

    public void Remove(BuildRecord record) => File.Delete(PathOf(record.RecipeKey));

    public void Add(BuildRecord record)
    {
        SealedFile.Write(PathOf(record.RecipeKey), Write(record));
        SealedFile.Write(Path.Combine(folder, record.Label + ".last"), Write(record));
    }

    /// <summary>How long a package, or a route of one, took when it was last built; null if it never was.</summary>
    /// <param name="label"><c>PACKAGE</c> or <c>PACKAGE.ROUTE</c>.</param>
    public TimeSpan? LastElapsed(string label)
    {
        if (SealedFile.Read(Path.Combine(folder, label + ".last"), out _) is not { } bytes)
            return null;
        using var json = JsonDocument.Parse(bytes);
        return ElapsedOf(json.RootElement);
    }

    private string PathOf(Digest recipeKey) => Path.Combine(folder, recipeKey.Hex);

    private static BuildRecord Read(Digest recipeKey, byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var root = json.RootElement;
        return new BuildRecord(recipeKey, root.GetProperty("package").GetString()!,
            root.TryGetProperty("route", out var route) ? route.GetString() : null, Digest.Parse(root.GetProperty("image").GetString()!),
            root.GetProperty("builder").GetString()!, root.GetProperty("builtAt").GetDateTimeOffset(), ElapsedOf(root))
        {
            Machine = root.TryGetProperty("cpu", out var cpu)
                ? new Machine(cpu.GetString()!, root.GetProperty("distribution").GetString()!, root.GetProperty("kernel").GetString()!) : null,
        };
    }

    private static TimeSpan ElapsedOf(JsonElement record) => TimeSpan.FromSeconds(record.GetProperty("seconds").GetDouble());

    private static ReadOnlySpan<byte> Write(BuildRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("package", record.Package);
        if (record.Route is not null)
            json.WriteString("route", record.Route);
        json.WriteString("image", record.Image.ToString());
        json.WriteString("builder", record.Builder);
        json.WriteString("builtAt", record.BuiltAt);
        json.WriteNumber("seconds", record.Elapsed.TotalSeconds);
        if (record.Machine is { } machine)
        {
            json.WriteString("cpu", machine.CpuVendor);
            json.WriteString("distribution", machine.Distribution);
            json.WriteString("kernel", machine.Kernel);
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
