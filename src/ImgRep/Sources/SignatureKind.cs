namespace ImgRep.Sources;

/// <summary>How a project signs its releases, as the table <c>upstreams</c> names it.</summary>
public enum SignatureKind
{
    /// <summary>No signature of the file is known.</summary>
    None,

    /// <summary>A detached OpenPGP signature of the file.</summary>
    OpenPgp,

    /// <summary>A detached OpenPGP signature of the tar, before it was compressed.</summary>
    OpenPgpTar,

    /// <summary>A signature by minisign.</summary>
    Minisign,

    /// <summary>A signature by OpenBSD's signify.</summary>
    Signify,

    /// <summary>Only the tag in the project's repository is signed, which says nothing about a file.</summary>
    Tag,
}
