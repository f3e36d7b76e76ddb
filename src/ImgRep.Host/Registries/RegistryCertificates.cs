using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Registries;

/// <summary>The authorities that a registry's certificate may be of: those of the system, and <c>*.crt</c> of folders (containers-certs.d(5)).</summary>
internal static class RegistryCertificates
{
    /// <param name="host">With its port.</param>
    /// <param name="folder">The only one to look into; null for the usual ones.</param>
    /// <exception cref="EnvironmentException">There is no such folder, or a file in it is no certificate.</exception>
    public static RemoteCertificateValidationCallback Accept(string host, string? folder)
    {
        var own = new X509Certificate2Collection();
        foreach (var file in (folder is null ? FoldersOf(host).Where(Disk.IsFolder) : [folder]).SelectMany(from => Disk.Files(from, "*.crt")))
            own.AddRange(Read(file));
        return (_, certificate, presented, errors) => errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && own.Count > 0 && certificate is X509Certificate2 shown && IsOf(shown, presented, own));
    }

    /// <param name="presented">With what the registry sent between itself and an authority.</param>
    private static bool IsOf(X509Certificate2 shown, X509Chain? presented, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }

    private static X509Certificate2Collection Read(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(Disk.ReadText(file));
            return certificates;
        }
        catch (CryptographicException malformed)
        {
            throw new EnvironmentException("read", file, "it is no certificate", "*.crt are certificates of authorities, in PEM", malformed);
        }
    }

    private static IEnumerable<string> FoldersOf(string host) =>
        ((string?[])["/etc/containers", "/etc/docker", HomeFolder.Path is { } home ? Path.Combine(home, ".config/containers") : null])
        .OfType<string>().Select(folder => Path.Combine(folder, "certs.d", host));
}
