using System.Net;

namespace ImgRep.Host.Registries;

/// <summary>A registry has answered, but not with what it was asked for.</summary>
/// <param name="status">Its answer's.</param>
/// <param name="reason">In words.</param>
public sealed class RegistryRefusal(HttpStatusCode status, string reason) : Exception(reason)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>Whether it may answer otherwise in a while.</summary>
    public bool IsBusy => Status == HttpStatusCode.TooManyRequests || (int)Status >= 500;

    /// <summary>Whether what it gave is not what was asked for.</summary>
    public bool IsWrong { get; init; }

    public static RegistryRefusal Of(HttpResponseMessage response) => new(response.StatusCode, $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd());

    public static RegistryRefusal Wrong(string reason) => new(HttpStatusCode.OK, reason) { IsWrong = true };
}
