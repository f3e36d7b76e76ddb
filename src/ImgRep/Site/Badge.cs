using ImgRep.Markup;
using ImgRep.Packages;

namespace ImgRep.Site;

/// <summary>A small picture for pages of others: by how many an image is confirmed.</summary>
internal static class Badge
{
    private const int Letter = 7;

    public static string File(PackageName package) => $"badges/{package}.svg";

    public static SiteFile Write(SitePackage package)
    {
        var isDisputed = !package.Image.Dissents.IsEmpty;
        var left = isDisputed ? "rebuilds" : "reproduced by";
        var right = isDisputed ? "differ" : SitePage.Count(package.Count("people"), "person", "people");
        var color = isDisputed ? "#a40e26" : package.Verdict is { IsMet: true } ? "#116329" : "#57606a";
        var (start, width) = ((left.Length * Letter) + 12, ((left.Length + right.Length) * Letter) + 24);
        var svg = new MarkupWriter();
        svg.Start("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("role", "img"), ("aria-label", $"{package.Name}: {left} {right}"),
                ("width", SitePage.Number(width)), ("height", "20"), ("font-family", "ui-monospace,monospace"), ("font-size", "11"), ("fill", "#fff"))
            .Leaf("title", $"{package.Name}: {left} {right}")
            .Empty("rect", ("width", SitePage.Number(width)), ("height", "20"), ("rx", "3"), ("fill", "#24292f"))
            .Empty("rect", ("x", SitePage.Number(start)), ("width", SitePage.Number(width - start)), ("height", "20"), ("rx", "3"), ("fill", color))
            .Leaf("text", left, ("x", "6"), ("y", "14")).Leaf("text", right, ("x", SitePage.Number(start + 6)), ("y", "14")).End();
        return new SiteFile(File(package.Name), svg + "\n");
    }
}
