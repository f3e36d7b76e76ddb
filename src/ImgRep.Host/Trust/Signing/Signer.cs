using ImgRep.Host.Keys;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Host.Trust.Signing;

/// <summary>Has gpg sign, with whatever smart card, agent or other machine stands behind it.</summary>
internal sealed class Signer(SigningKey key)
{
    /// <summary>The subkey that gpg chose; null where it is the primary key. Known once something was signed.</summary>
    public string? Subkey { get; private set; }

    /// <summary>A detached armoured signature.</summary>
    public async Task<byte[]> SignDetachedAsync(byte[] data, CancellationToken cancellation)
    {
        var signature = await RunAsync(["--armor", "--detach-sign"], data, cancellation);
        Check(() => SignedData.OfDetached(data, signature));
        return signature;
    }

    /// <summary>A binary message with the signed bytes inside.</summary>
    public async Task<byte[]> SignMessageAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        var message = await RunAsync(["--sign"], data, cancellation);
        Check(() => SignedData.OfMessage(message));
        return message;
    }

    private async Task<byte[]> RunAsync(string[] command, ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        var (code, output, errors) = await Gnupg.RunAsync(
            Gnupg.SigningProgram, ["--no-tty", "--digest-algo", "SHA256", "--local-user", key.Selector, .. command], data, cancellation);
        return code == 0 ? output
            : throw new EnvironmentException("sign with", Gnupg.SigningProgram, Gnupg.ReasonOf(code, errors), Gnupg.SigningHint);
    }

    /// <summary>What comes back must be what was asked for, before it is written anywhere.</summary>
    private void Check(Func<SignedData> read)
    {
        try
        {
            var ids = read().Signature.KeyIds;
            if (!ids.Contains(key.Primary.Hex[24..]))
                Subkey = ids.First();
        }
        catch (MalformedOpenPgpException malformed)
        {
            throw new EnvironmentException("sign with", Gnupg.SigningProgram, $"what it gave is no signature of the kind that was asked for: {malformed.Message}");
        }
    }
}
