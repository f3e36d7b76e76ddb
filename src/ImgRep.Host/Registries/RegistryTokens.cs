using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImgRep.Host.Registries;

/// <summary>What a registry wants to see before it answers: a user's password, or a token that a service gives for it (distribution, token
/// authentication).</summary>
internal sealed partial class RegistryTokens(RegistryAddress address, RegistryAccess access, HttpClient http)
{
    private const int LargestAnswer = 1 << 20;
    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> known = new(StringComparer.Ordinal);
    private readonly Lazy<string?> credentials = new(() => RegistryCredentials.Find(address, access.AuthFile));
    private volatile AuthenticationHeaderValue? forAll;

    /// <param name="scope">What is done with which repository.</param>
    public AuthenticationHeaderValue? Find(string scope) => known.GetValueOrDefault(scope) ?? forAll;

    /// <summary>Gets what an answer asks for.</summary>
    /// <returns>Whether there is something to show that was not shown before.</returns>
    public async Task<bool> ObtainAsync(HttpResponseMessage refused, string scope, CancellationToken cancellation)
    {
        // Not what is known by now: another request may have obtained that meanwhile.
        var shown = refused.RequestMessage?.Headers.Authorization;
        foreach (var challenge in refused.Headers.WwwAuthenticate)
        {
            var value = challenge.Scheme.ToUpperInvariant() switch
            {
                "BASIC" when credentials.Value is { } secret => new AuthenticationHeaderValue("Basic", secret),
                "BEARER" => await AskAsync(challenge.Parameter ?? "", scope, cancellation),
                _ => null,
            };
            if (value is not null && !value.Equals(shown))
            {
                // A password is that of the registry, a token that of one scope.
                if (value.Scheme == "Basic")
                    forAll = value;
                else
                    known[scope] = value;
                return true;
            }
        }
        return false;
    }

    private async Task<AuthenticationHeaderValue?> AskAsync(string challenge, string scope, CancellationToken cancellation)
    {
        var parameters = Parameter().Matches(challenge).ToLookup(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.OrdinalIgnoreCase);
        if (!Uri.TryCreate(parameters["realm"].FirstOrDefault(), UriKind.Absolute, out var realm) || realm.Scheme != Uri.UriSchemeHttps)
            return null;
        var query = $"service={Uri.EscapeDataString(parameters["service"].FirstOrDefault() ?? "")}&scope={Uri.EscapeDataString(scope)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query[1..]}&{query}" : query }.Uri);
        if (credentials.Value is { } secret)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", secret);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!response.IsSuccessStatusCode)
            throw RegistryRefusal.Of(response);
        using var json = await ReadAsync(response, cancellation);
        return json.RootElement.ValueKind == JsonValueKind.Object && (TextOf(json.RootElement, "token") ?? TextOf(json.RootElement, "access_token")) is { } token
            ? new AuthenticationHeaderValue("Bearer", token)
            : null;
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return JsonDocument.Parse(await RegistryBody.ReadAsync(response, LargestAnswer, cancellation));
        }
        catch (JsonException)
        {
            throw RegistryRefusal.Wrong("its token service does not answer with JSON");
        }
    }

    private static string? TextOf(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && TokenText().IsMatch(member.GetString()!) ? member.GetString() : null;

    [GeneratedRegex("""(\w+)="([^"]*)"[,\s]*""")]
    private static partial Regex Parameter();

    /// <summary>What can stand in a header.</summary>
    [GeneratedRegex(@"\A[\x21-\x7E]+\z")]
    private static partial Regex TokenText();
}
