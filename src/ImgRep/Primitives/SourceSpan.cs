namespace ImgRep.Primitives;

/// <summary>A place in a text file. Lines and columns count from 1, columns in UTF-16 units; line 0 means the whole file.</summary>
public readonly record struct SourceSpan(string File, int Line, int Column, int Length = 0)
{
    public static SourceSpan Whole(string file) => new(file, 0, 0);

    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
