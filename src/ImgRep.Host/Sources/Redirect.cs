namespace ImgRep.Host.Sources;

/// <summary>Where a redirect leads (RFC 9110, section 15.4), and where it may not.</summary>
public static class Redirect
{
    /// <param name="location">What the server answered; relative to <paramref name="from"/> or absolute.</param>
    /// <exception cref="TransferException">It leads nowhere, out of the web, or from https to plain http.</exception>
    public static Uri Follow(Uri from, Uri? location)
    {
        if (location is null)
            throw new TransferException("redirects to nowhere");
        var target = new Uri(from, location);
        if (target.Scheme is not ("http" or "https"))
            throw new TransferException($"redirects to {target.Scheme}:, which is refused");
        if (from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp)
            throw new TransferException($"redirects from https to plain http ({target}), which is refused");
        return target;
    }
}
