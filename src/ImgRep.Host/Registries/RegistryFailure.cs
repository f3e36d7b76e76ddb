using System.Net;
using System.Security.Authentication;
using ImgRep.Host.Sources;

namespace ImgRep.Host.Registries;

/// <summary>Why something failed that a registry was asked for, and whether to ask again.</summary>
/// <param name="CanPass">Whether the same may succeed at once: a connection broke.</param>
/// <param name="IsDown">Whether the registry is not there, or busy: the same may succeed in a while.</param>
internal sealed record RegistryFailure(string Reason, string Hint, bool CanPass = false, bool IsDown = false)
{
    private const string Later = "try again later: what is there already is not copied again";

    public bool IsAbsence { get; private init; }

    public bool IsWrong { get; private init; }

    /// <param name="patience">How long nothing moved, where that is the failure.</param>
    public static RegistryFailure Explain(Exception failure, TimeSpan patience) => failure switch
    {
        RegistryRefusal { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } refusal =>
            new(refusal.Message, "skopeo login REGISTRY, or name a file with credentials: --authfile"),
        RegistryRefusal { Status: HttpStatusCode.NotFound } refusal => new(refusal.Message, "the registry does not have this: push it first") { IsAbsence = true },
        RegistryRefusal { IsWrong: true } refusal => new(refusal.Message, "do not trust this registry") { IsWrong = true },
        RegistryRefusal refusal => new(refusal.Message, Later, IsDown: refusal.IsBusy),
        OperationCanceledException => new($"nothing moved for {patience.TotalSeconds:0} seconds", Later),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new("its name has no address", "is it written right?"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException } => new(
            $"no secure connection: {HttpGet.ReasonOf(failure)}", "registries are reached by HTTPS only; name a folder with the registry's authority: --cert-dir"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => new(HttpGet.ReasonOf(failure), Later, IsDown: true),
        _ => new(HttpGet.ReasonOf(failure), Later, CanPass: true),
    };

    public EnvironmentException ToException(string operation, string subject, Exception cause) =>
        new(operation, subject, Reason, Hint, cause) { IsAbsence = IsAbsence, IsWrong = IsWrong };
}
