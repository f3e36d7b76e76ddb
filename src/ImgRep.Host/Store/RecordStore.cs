using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Building;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>That a recipe was built here, and what came of it.</summary>
/// <param name="RecipeKey">The hash of everything that went in.</param>
/// <param name="Route">Which of the package's routes; null for the only one.</param>
/// <param name="Image">The manifest digest.</param>
/// <param name="Builder">Where it came from last: a builder with its version, as in <c>embedded 0.1.0 (bwrap)</c>, or another's cache.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record BuildRecord(Digest RecipeKey, string Package, string? Route, Digest Image, string Builder, DateTimeOffset BuiltAt, TimeSpan Elapsed)
{
    /// <summary>All who made this image of the recipe in this store, the last first; none where it was only fetched, or where nothing proves that it
    /// was made by this user in this store.</summary>
    public ImmutableArray<Maker> Makers { get; init; } = [];

    /// <summary>The builders that ran every step of the recipe again, without any cache, and gave this image.</summary>
    public ImmutableArray<string> Rebuilders { get; init; } = [];

    /// <summary>The most bytes of memory that a step held; null if nobody looked.</summary>
    public long? Memory { get; init; }

    /// <summary>How much time of processors the steps took; null if nobody looked.</summary>
    public TimeSpan? Processor { get; init; }

    /// <summary>What each RUN came to, in the order of their lines; none where the builder does not tell.</summary>
    public ImmutableArray<StepResult> Steps { get; init; } = [];

    /// <summary>It says who made the image, and nothing proves that this was here: the store is a copy.</summary>
    public bool IsForeign { get; init; }

    /// <summary>It was made here from steps of which nothing proves that they ran here.</summary>
    public bool IsContinued { get; init; }

    internal string Label => Route is null ? Package : $"{Package}.{Route}";
}

/// <summary>What built an image.</summary>
public sealed record Maker(BuilderIdentity Builder, Machine Machine);

/// <summary>The build records: one file a recipe key, and for each route how long it took last time. What a session built itself counts for it, whatever
/// others make of the same recipe meanwhile.</summary>
public sealed class RecordStore
{
    private readonly string folder;
    private readonly StoreSeal seal;
    private readonly Lease session;
    private readonly Lazy<string> results;

    /// <param name="session">Holds what was looked for.</param>
    /// <param name="results">A folder for the records that this session added.</param>
    internal RecordStore(string folder, StoreSeal seal, Lease session, Lazy<string> results) =>
        (this.folder, this.seal, this.session, this.results) = (folder, seal, session, results);

    /// <summary>The record of a recipe; null if there is none, or if it is damaged.</summary>
    public BuildRecord? Find(Digest recipeKey)
    {
        session.Hold(EntryOf(recipeKey));
        return FindOfSession(recipeKey) ?? FindOnDisk(recipeKey);
    }

    /// <summary>The record of a recipe, if it was built in this session.</summary>
    public BuildRecord? FindOfSession(Digest recipeKey) =>
        results.IsValueCreated && SealedFile.Read(ResultOf(recipeKey), out _) is { } bytes ? Read(recipeKey, bytes) : null;

    /// <summary>Every record there is now, held by nobody here.</summary>
    internal IEnumerable<BuildRecord> All() => Disk.Files(folder)
        .Select(path => Digest.TryParseHex(Path.GetFileName(path), out var key) ? FindOnDisk(key) : null)
        .OfType<BuildRecord>();

    /// <summary>The name of a record in a <see cref="Lease"/>.</summary>
    internal static string EntryOf(Digest recipeKey) => $"records/{recipeKey.Hex}";

    public void Remove(BuildRecord record)
    {
        Disk.Delete(PathOf(record.RecipeKey));
        if (results.IsValueCreated)
            Disk.Delete(ResultOf(record.RecipeKey));
    }

    /// <summary>Takes the place of the recipe's record. Whoever made the same image before stays in it.</summary>
    public void Add(BuildRecord record)
    {
        if (Find(record.RecipeKey) is { } before && before.Image == record.Image)
        {
            record = record with
            {
                Makers = [.. record.Makers.Union(before.Makers)],
                Rebuilders = [.. record.Rebuilders.Union(before.Rebuilders)],
                Steps = record.Steps.IsEmpty ? before.Steps : record.Steps,
            };
        }
        SealedFile.Write(ResultOf(record.RecipeKey), Write(record));
        SealedFile.Write(PathOf(record.RecipeKey), Write(record));
        SealedFile.Write(Path.Combine(folder, record.Label + ".last"), Write(record));
    }

    /// <summary>Notes that a builder ran every step of a recipe again, without any cache, and gave the image that the record has.</summary>
    public void AddRebuilder(Digest recipeKey, string builder)
    {
        if (Find(recipeKey) is { } record)
            Add(record with { Rebuilders = [builder] });
    }

    /// <summary>How long a package, or a route of one, took when it was last built; null if it never was.</summary>
    /// <param name="label"><c>PACKAGE</c> or <c>PACKAGE.ROUTE</c>.</param>
    public TimeSpan? LastElapsed(string label)
    {
        if (SealedFile.Read(Path.Combine(folder, label + ".last"), out _) is not { } bytes)
            return null;
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return ElapsedOf(json.RootElement);
        }
        catch (Exception other) when (IsOtherForm(other))
        {
            return null;
        }
    }

    private BuildRecord? FindOnDisk(Digest recipeKey) => SealedFile.Read(PathOf(recipeKey), out _) is { } bytes ? TryRead(recipeKey, bytes) : null;

    private string ResultOf(Digest recipeKey) => Path.Combine(results.Value, recipeKey.Hex);

    private string PathOf(Digest recipeKey) => Path.Combine(folder, recipeKey.Hex);

    /// <summary>Null for a record that another version of imgrep wrote, in another form.</summary>
    private BuildRecord? TryRead(Digest recipeKey, byte[] bytes)
    {
        try
        {
            return Read(recipeKey, bytes);
        }
        catch (Exception other) when (IsOtherForm(other))
        {
            return null;
        }
    }

    private static bool IsOtherForm(Exception failure) =>
        failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or OverflowException;

    private BuildRecord Read(Digest recipeKey, byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        var root = json.RootElement;
        var record = new BuildRecord(recipeKey, root.GetProperty("package").GetString()!,
            root.TryGetProperty("route", out var route) ? route.GetString() : null, Digest.Parse(root.GetProperty("image").GetString()!),
            root.GetProperty("builder").GetString()!, root.GetProperty("builtAt").GetDateTimeOffset(), ElapsedOf(root))
        {
            Memory = root.TryGetProperty("memory", out var memory) ? memory.GetInt64() : null,
            Processor = root.TryGetProperty("processorSeconds", out var processor) ? TimeSpan.FromSeconds(processor.GetDouble()) : null,
            Makers = root.TryGetProperty("makers", out var makers) ? [.. makers.EnumerateArray().Select(ReadMaker)] : [],
            Rebuilders = root.TryGetProperty("rebuilders", out var rebuilders) ? [.. rebuilders.EnumerateArray().Select(builder => builder.GetString()!)] : [],
            IsContinued = root.TryGetProperty("continued", out var continued) && continued.GetBoolean(),
            Steps = root.TryGetProperty("steps", out var steps) ? [.. steps.EnumerateArray().Select(ReadStep)] : [],
        };
        var isProven = record.Makers.IsEmpty || seal.IsOf(Sealed(record), root.TryGetProperty("seal", out var code) ? code.GetString() : null);
        return isProven ? record : record with { Makers = [], Rebuilders = [], Steps = [], IsForeign = true };
    }

    /// <summary>What must not be said of an image that somebody else made: a line for the record, and one for each maker.</summary>
    private static string Sealed(BuildRecord record) => string.Join('\n',
        record.Makers.Select(maker => $"maker {maker.Builder}\t{maker.Machine.CpuVendor}\t{maker.Machine.Distribution}\t{maker.Machine.Kernel}")
            .Prepend($"record {record.RecipeKey} {record.Package} {record.Image}").Concat(record.Rebuilders.Select(builder => $"rebuilt {builder}"))
            .Concat(record.Steps.Select(step => $"step {step}")));

    private static StepResult ReadStep(JsonElement step) => StepResult.Parse(step.GetString()!) ?? throw new FormatException("no result of a step");

    private static Maker ReadMaker(JsonElement maker) => new(
        BuilderIdentity.Parse(maker.GetProperty("builder").GetString()!),
        new Machine(maker.GetProperty("cpu").GetString()!, maker.GetProperty("distribution").GetString()!, maker.GetProperty("kernel").GetString()!));

    private static TimeSpan ElapsedOf(JsonElement record) => TimeSpan.FromSeconds(record.GetProperty("seconds").GetDouble());

    private ReadOnlySpan<byte> Write(BuildRecord record)
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
        if (record.Memory is { } memory)
            json.WriteNumber("memory", memory);
        if (record.Processor is { } processor)
            json.WriteNumber("processorSeconds", processor.TotalSeconds);
        if (record.IsContinued)
            json.WriteBoolean("continued", true);
        if (!record.Makers.IsEmpty && seal.Compute(Sealed(record)) is { } code)
            json.WriteString("seal", code);
        json.WriteStartArray("rebuilders");
        foreach (var builder in record.Rebuilders)
            json.WriteStringValue(builder);
        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (var step in record.Steps)
            json.WriteStringValue(step.ToString());
        json.WriteEndArray();
        json.WriteStartArray("makers");
        foreach (var maker in record.Makers)
        {
            json.WriteStartObject();
            json.WriteString("builder", maker.Builder.ToString());
            json.WriteString("cpu", maker.Machine.CpuVendor);
            json.WriteString("distribution", maker.Machine.Distribution);
            json.WriteString("kernel", maker.Machine.Kernel);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
