using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Plans;
using ImgRep.Host.Trust.Signing;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Ci;

/// <summary>What somebody has confirmed of a tree, as far as their signatures verify.</summary>
internal sealed class OwnConfirmations
{
    private readonly HashSet<(PackageName Package, Digest Image, Digest? Recipe)> rebuilt;
    private readonly ImageSignatures images;
    private readonly IReadOnlyCollection<string> keyIds;

    private OwnConfirmations(IEnumerable<Claim> claims, ImageSignatures images, IReadOnlyCollection<string> keyIds)
    {
        rebuilt = [.. claims.Where(claim => claim.Kind == ClaimKind.Rebuilt).Select(claim => (claim.Package, claim.Image, claim.Recipe))];
        this.images = images;
        this.keyIds = keyIds;
    }

    /// <param name="maxAge">How many days old the newest confirmation of an image may be; null if that does not matter. After half of them it is as if they had not
    /// confirmed it, so that they confirm it again in time.</param>
    public static async Task<OwnConfirmations> ReadAsync(Checkout tree, KeyFolder keys, SigningKey key, int? maxAge, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        var verified = await VerifiedSignatures.ReadAsync(tree, keys, packages: null, now, cancellation);
        var oldest = maxAge is { } days ? now - (TimeSpan.FromDays(days) / 2) : DateTimeOffset.MinValue;
        var own = verified.Claims
            .Where(said => said.Person == key.Person.Id && said.SignedAt >= oldest && verified.Said.Stands(key.Person.Id, said.Claim)).Select(said => said.Claim);
        return new OwnConfirmations(own, new ImageSignatures(tree, key.Person.Id, verified.Said), keys.Keys[key.Primary].KeyIds);
    }

    /// <summary>Whether they confirmed the committed image of a package from the recipe that it has on the committed images, by each route, and
    /// for other clients as well. Nothing needs to be built to know it.</summary>
    public bool Have(PlannedBuild build, IReadOnlyDictionary<PackageName, Digest> committed, ImmutableSortedDictionary<string, Digest?> seeds) =>
        committed.GetValueOrDefault(build.Package.Name) is { } image
        && build.Routes.All(route => BuildPlan.RecipeOf(route.Route, build.Context, committed, seeds) is { } recipe && rebuilt.Contains((build.Package.Name, image, recipe.Key)))
        && images.Has(build.Package.Name, image, keyIds);
}
