using System.Globalization;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>What one RUN of a recipe came to: the key of all that it saw, and the hash of what it changed.</summary>
/// <param name="Line">Of the Containerfile.</param>
public sealed record StepResult(int Line, Digest Key, Digest Result)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line} {Key.Hex} {Result.Hex}");

    /// <returns>Null for what is no such text.</returns>
    public static StepResult? Parse(string text) =>
        text.Split(' ') is [var line, var key, var result] && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Digest.TryParseHex(key, out var keyed) && Digest.TryParseHex(result, out var came)
            ? new StepResult(number, keyed, came) : null;
}
