using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Statements;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Lineages;

/// <summary>Checks a bundle of statements with the keys and the policy of a tree. Its packages, digests and signatures are not looked at.</summary>
public static class BundleCheck
{
    /// <param name="file">The bundle's path.</param>
    /// <param name="trusted">People, or keys, that the user trusts.</param>
    /// <param name="now">Nothing signed later counts.</param>
    /// <returns>What it states, and the verdicts on it.</returns>
    /// <exception cref="RejectedInputException">It is malformed, or its statements contradict each other.</exception>
    public static async Task<(StatementBundle Bundle, VerifiedCheckout Verified)> ReadAsync(
        string file, Checkout tree, TrustRoot root, IReadOnlyCollection<string> trusted, DateTimeOffset now, CancellationToken cancellation)
    {
        var bundle = StatementBundle.Parse(SmallFile.Read(file, StatementBundle.Largest), file);
        var standings = await PolicyStandings.ReadAsync(tree, root, trusted, now, cancellation);
        var (claims, rejected) = await JudgeAsync(bundle, file, root.Keys, now, cancellation);
        return (bundle, new VerifiedCheckout(
            root, claims.ToLookup(said => said.Claim.Package), [.. rejected], bundle.Images.ToDictionary(image => image.Package, RecipesOf), standings));
    }

    /// <summary>Those that the statement computes to: whoever confirms the image must have rebuilt just these.</summary>
    private static RecipeKeys RecipesOf(StatedImage image) =>
        image.Routes.Any(route => route.Recipe.Images.Keys.Any(SlsaProvenance.IsSeed)) ? RecipeKeys.Any : new RecipeKeys([.. image.Routes.Select(route => route.Recipe.Key)], null);

    private static async Task<(List<VerifiedClaim> Claims, List<Rejection> Rejected)> JudgeAsync(
        StatementBundle bundle, string file, KeyFolder keys, DateTimeOffset now, CancellationToken cancellation)
    {
        var signed = new List<(int Line, SignedData Data, ConfirmationStatement? Statement)>();
        foreach (var (line, statement) in bundle.Confirmations)
            signed.Add((line, Packet(file, line, statement.Signed, statement.Signature), statement));
        signed.AddRange(bundle.Signed.SelectMany(one => one.Envelope.Signatures.Select(signature => (
            one.Line, Packet(file, one.Line, DsseEnvelope.Encode(one.Envelope.Type, one.Envelope.Payload.Span), signature.Bytes), (ConfirmationStatement?)null))));
        var judged = await Signers.JudgeAsync(keys, [.. signed.Select(one => (one.Data, DateTimeOffset.MinValue))], now, cancellation);
        var (claims, rejected) = (new List<VerifiedClaim>(), new List<Rejection>());
        foreach (var ((line, data, statement), by) in signed.Zip(judged))
        {
            var place = $"{file}:{line}";
            if (by.Person is null)
                rejected.Add(new Rejection(place, by.Problem));
            else if (statement is not null)
                claims.AddRange(ClaimsOf(statement, data, by.Person, file, line).Select(claim => new VerifiedClaim(claim, by.Person.Id, by.MadeAt, place)));
        }
        return (claims, rejected);
    }

    private static SignedData Packet(string file, int line, ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> signature)
    {
        try
        {
            return SignedData.OfPacket(data, signature);
        }
        catch (MalformedOpenPgpException malformed)
        {
            throw Refused(file, line, $"its signature is none: {malformed.Message}");
        }
    }

    /// <summary>Looked into only now that it is known who signed it.</summary>
    private static IEnumerable<Claim> ClaimsOf(ConfirmationStatement statement, SignedData data, Person signer, string file, int line)
    {
        try
        {
            IReadOnlyList<Claim> claims = data.Data.Span.StartsWith("# "u8) ? SignedClaims.Parse(data.Data.Span) : [ImageSignature.Parse(data.Data).Claim];
            var unsaid = statement.Subjects.FirstOrDefault(subject => !claims.Any(claim => claim.Package == subject.Package && claim.Image == subject.Image));
            return unsaid.Package is null ? claims : throw Refused(file, line, $"it says that {signer.Id} signed something about {unsaid.Package}, which is not so");
        }
        catch (MalformedSignatureException malformed)
        {
            throw Refused(file, line, $"what {signer.Id} signed is no confirmation: {malformed.Message}");
        }
    }

    private static RejectedInputException Refused(string file, int line, string message) =>
        new(Diagnostic.Error(new SourceSpan(file, line, 1), "bundle", message, "imgrep lineage NAME --bundle FILE writes such files"));
}
