using System.Collections.Frozen;
using System.Globalization;
using ImgRep.Files;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>Reads the options of a mount whose variables are expanded.</summary>
internal sealed class MountReader
{
    public static readonly FrozenDictionary<string, MountType> Types = new Dictionary<string, MountType>
    {
        ["bind"] = MountType.Bind,
        ["cache"] = MountType.Cache,
        ["tmpfs"] = MountType.Tmpfs,
        ["secret"] = MountType.Secret,
        ["ssh"] = MountType.Ssh,
    }.ToFrozenDictionary();

    private Mount mount = new(MountType.Bind, "");
    private bool? readOnly;

    /// <param name="expand">Expands a value; null after a failure that was reported.</param>
    /// <param name="report">Takes a message and a hint.</param>
    /// <returns>The mount, its target as written; null if it is wrong.</returns>
    public static Mount? Read(MountText text, Func<string, string?> expand, Action<string, string> report)
    {
        var reader = new MountReader();
        foreach (var option in text.Options)
        {
            var value = option.Value is null ? "true" : expand(option.Value);
            if (value is null)
                return null;
            if (reader.Apply(option.Key, value))
                continue;
            report($"the option '{option.Key}' of --mount cannot be '{value}'", Expected(option.Key));
            return null;
        }
        if (reader.Check() is not var (message, hint))
            return reader.mount with { Span = text.Span, ReadOnly = reader.readOnly ?? reader.mount.Type is not (MountType.Cache or MountType.Tmpfs) };
        report(message, hint);
        return null;
    }

    private static string Expected(string key) => key switch
    {
        "type" => $"write one of {string.Join(", ", Types.Keys.Order(StringComparer.Ordinal))}",
        "sharing" => "write shared, private or locked",
        "size" => "write bytes, or a number with k, m or g; only tmpfs has a size",
        "mode" => "write octal digits, like 0755",
        "uid" or "gid" => "write a number",
        "required" or "env" => "only secrets have this option",
        _ => "write true or false",
    };

    private bool Apply(string key, string value) => key switch
    {
        "type" => Types.TryGetValue(value.ToLowerInvariant(), out var type) && Set(mount with { Type = type }),
        "from" => Set(mount with { From = NullIfEmpty(value) }),
        "source" or "src" => Set(mount with { Source = NullIfEmpty(value) }),
        "target" or "dst" or "destination" => Set(mount with { Target = value }),
        "readonly" or "ro" => ApplySwitch(value, isReadOnly: true),
        "readwrite" or "rw" => ApplySwitch(value, isReadOnly: false),
        "required" or "env" => mount.Type is MountType.Secret or MountType.Ssh,
        "size" => mount.Type == MountType.Tmpfs && TryParseSize(value, out var size) && Set(mount with { Size = size > 0 ? size : null }),
        "id" => Set(mount with { Id = NullIfEmpty(value) }),
        "sharing" => value.ToLowerInvariant() is "shared" or "private" or "locked" && Set(mount with { Sharing = value.ToLowerInvariant() }),
        "mode" => TryParseMode(value, out var mode) && Set(mount with { Mode = mode }),
        "uid" => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var owner) && Set(mount with { Owner = owner }),
        "gid" => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var group) && Set(mount with { Group = group }),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "an option that was not checked"),
    };

    private (string Message, string Hint)? Check()
    {
        var named = mount.Type.ToString().ToLowerInvariant();
        if (mount.Type is MountType.Bind or MountType.Tmpfs && mount is not { Mode: null, Owner: null, Group: null })
            return ($"a {named} mount has no mode, uid or gid", "remove them");
        if (mount.Type == MountType.Secret && mount is { Source: null, Target: "", Id: null })
            return ("a secret mount needs an id or a target", "write id=NAME");
        if (mount.Type == MountType.Secret && (mount.From is not null || mount is { Source: not null, Id: not null }))
            return ("a secret mount has either an id or a source, and no from", "write id=NAME");
        if (mount.Sharing is not null && mount.Type != MountType.Cache)
            return ($"a {named} mount has no sharing", "only caches are shared");
        return null;
    }

    private bool Set(Mount changed)
    {
        mount = changed;
        return true;
    }

    private bool ApplySwitch(string value, bool isReadOnly)
    {
        if (value is not ("1" or "t" or "T" or "TRUE" or "true" or "True" or "0" or "f" or "F" or "FALSE" or "false" or "False"))
            return false;
        readOnly = isReadOnly == value is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return true;
    }

    private static string? NullIfEmpty(string value) => value.Length > 0 ? value : null;

    private static bool TryParseMode(string value, out int mode)
    {
        mode = 0;
        if (value.Length is 0 or > 10 || value.AsSpan().ContainsAnyExceptInRange('0', '7'))
            return false;
        mode = Modes.Octal(value);
        return true;
    }

    /// <summary>A number, perhaps with a fraction, and a unit of 1024: <c>64m</c>, <c>1.5g</c>, <c>512kb</c>, <c>2GiB</c>.</summary>
    private static bool TryParseSize(string value, out long size)
    {
        size = 0;
        var digits = 0;
        while (digits < value.Length && (char.IsAsciiDigit(value[digits]) || value[digits] == '.'))
            digits++;
        var unit = value[digits..].Trim().ToLowerInvariant();
        unit = unit.EndsWith("ib", StringComparison.Ordinal) ? unit[..^2] : unit.EndsWith('b') ? unit[..^1] : unit;
        var power = unit.Length == 0 ? 0 : unit.Length == 1 ? "?kmgtp".IndexOf(unit[0], StringComparison.Ordinal) : -1;
        if (power < 0 || unit == "?" || !double.TryParse(value.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var bytes = number * Math.Pow(1024, power);
        size = bytes < long.MaxValue ? (long)bytes : 0;
        return bytes < long.MaxValue;
    }
}
