using System.Text;
using ImgRep.Host.Sources;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>Whether a page that a key's holder claims names the key in turn.</summary>
public static class IdentityProof
{
    private const int LargestPage = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>Null if the page names the key, else why it proves nothing.</returns>
    public static async Task<string?> ProblemAsync(string address, Fingerprint key, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var place) || place.Scheme != Uri.UriSchemeHttps || place.UserInfo.Length > 0)
            return "only https addresses are visited";
        try
        {
            using var http = new HttpGet(Patience);
            using var stall = new StallTimer(Patience, cancellation);
            using var answer = await http.SendAsync(place, 0, null, stall);
            if (!answer.IsSuccessStatusCode)
                return $"the server answers {(int)answer.StatusCode}";
            await using var body = await answer.Content.ReadAsStreamAsync(stall.Token);
            var page = new byte[LargestPage];
            var length = await body.ReadAtLeastAsync(page, page.Length, throwOnEndOfStream: false, stall.Token);
            return Names(Encoding.UTF8.GetString(page, 0, length), key) ? null : "the page does not name the key";
        }
        catch (Exception failure) when (failure is TransferException or HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return HttpGet.ReasonOf(failure);
        }
    }

    /// <summary>As <c>openpgp4fpr:FINGERPRINT</c>; capitals make no difference.</summary>
    public static bool Names(string page, Fingerprint key) => page.Contains($"openpgp4fpr:{key}", StringComparison.OrdinalIgnoreCase);
}
