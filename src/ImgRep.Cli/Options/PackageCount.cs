namespace ImgRep.Cli.Options;

/// <summary>How many packages a command takes.</summary>
internal enum PackageCount
{
    /// <summary>None means all.</summary>
    Any,

    OneOrMore,

    One,
}
