namespace ImgRep.Primitives;

/// <summary>The one moment that images know: 1980-01-01T00:00:00Z, the first date that zip files can hold.</summary>
public static class Epoch
{
    /// <summary>Seconds since 1970-01-01, the value of <c>SOURCE_DATE_EPOCH</c> in every <c>RUN</c>.</summary>
    public const long Seconds = 315532800;

    /// <summary>RFC 3339, the value of <c>created</c> in an image configuration.</summary>
    public const string Text = "1980-01-01T00:00:00Z";
}
