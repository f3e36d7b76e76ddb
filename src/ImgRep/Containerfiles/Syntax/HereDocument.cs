namespace ImgRep.Containerfiles.Syntax;

/// <summary>A here-document: what stands between <c>&lt;&lt;NAME</c> and <c>NAME</c>. <see cref="SyntaxReader"/> finds its end.</summary>
/// <param name="Name">The delimiter, without quotes; the file's name in COPY and ADD.</param>
/// <param name="Content">The text with its final newline; tabs already stripped for <c>&lt;&lt;-</c>.</param>
/// <param name="Expand">Whether variables are expanded in it (the delimiter was not quoted).</param>
/// <param name="Chomp">Whether it was written <c>&lt;&lt;-</c>.</param>
/// <param name="FileDescriptor">The number before <c>&lt;&lt;</c>, 0 if there is none.</param>
public sealed record HereDocument(string Name, string Content, bool Expand, bool Chomp, int FileDescriptor = 0)
{
    /// <summary>The text as written, tabs included: what a shell that reads the here-document itself must see.</summary>
    public string Body { get; init; } = Content;

    internal static HereDocument FromBody(string name, string body, bool expand, bool chomp, int fileDescriptor) =>
        new(name, chomp ? StripTabs(body) : body, expand, chomp, fileDescriptor) { Body = body };

    private static string StripTabs(string body) =>
        string.Join('\n', body.Split('\n').Select(line => line.TrimStart('\t')));
}
