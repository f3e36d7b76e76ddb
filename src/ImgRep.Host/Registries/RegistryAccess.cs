namespace ImgRep.Host.Registries;

/// <summary>How registries are reached; what is null is where other tools keep it.</summary>
/// <param name="AuthFile">A file with credentials, as <c>skopeo login</c> writes it (containers-auth.json(5)).</param>
/// <param name="CertificateFolder">A folder with <c>*.crt</c> of authorities to trust, as containers-certs.d(5) has it.</param>
public sealed record RegistryAccess(string? AuthFile, string? CertificateFolder)
{
    /// <summary>How long a transfer may go without moving a byte, and how long a registry that has answered may be gone.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}
