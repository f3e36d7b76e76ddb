namespace ImgRep.Host.Store;

/// <summary>What is known about a disk that was watched.</summary>
internal enum DiskState
{
    /// <summary>There was room all the time.</summary>
    Spare,

    /// <summary>It was full at some moment.</summary>
    Full,

    /// <summary>The machine was too busy to look in time.</summary>
    Unknown,
}
