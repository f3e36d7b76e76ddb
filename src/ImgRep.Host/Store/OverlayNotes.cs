namespace ImgRep.Host.Store;

/// <summary>What an overlay mounted with <c>userxattr</c> notes in the folders of a layer (Linux, Documentation/filesystems/overlayfs.rst).</summary>
internal static class OverlayNotes
{
    /// <summary>Nothing below shows in this folder.</summary>
    public const string Opaque = "user.overlay.opaque";
}
