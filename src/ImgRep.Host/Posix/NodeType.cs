namespace ImgRep.Host.Posix;

/// <summary>What kind of file an inode is: the high bits of its <c>st_mode</c> (inode(7)).</summary>
internal static class NodeType
{
    public const uint Fifo = 0x1000;
    public const uint CharacterDevice = 0x2000;
    public const uint Directory = 0x4000;
    public const uint BlockDevice = 0x6000;
    public const uint Symlink = 0xA000;
    public const uint Socket = 0xC000;
    private const uint Mask = 0xF000;

    public static EntryType Of(uint mode) => (mode & Mask) switch
    {
        Directory => EntryType.Directory,
        Symlink => EntryType.Symlink,
        Fifo => EntryType.Fifo,
        Socket => EntryType.Socket,
        CharacterDevice => EntryType.CharacterDevice,
        BlockDevice => EntryType.BlockDevice,
        _ => EntryType.File,
    };
}
