namespace ImgRep.Site;

/// <summary>A tree as a static website that needs no script. The same content gives the same bytes.</summary>
public static class Website
{
    /// <returns>Every file once, in one order, each written when it is asked for.</returns>
    public static IEnumerable<SiteFile> Write(SiteContent content)
    {
        var index = content.Packages.Index().ToDictionary(one => one.Item.Name, one => one.Index);
        return new[] { new SiteFile(SiteStyle.Path, SiteStyle.Sheet), OverviewPage.Write(content), DissentFeed.Write(content) }
            .Concat(PackagePages.Write(content)).Concat(PackagePages.Lacking(content)).Concat(MatrixPages.Write(content)).Concat(PeoplePages.Write(content))
            .Concat(DissentPages.Write(content)).Concat(content.Sorted.AsParallel().AsOrdered().Select(package => PackagePage.Write(content, index, package)))
            .Concat(content.Sorted.Select(Badge.Write));
    }
}
