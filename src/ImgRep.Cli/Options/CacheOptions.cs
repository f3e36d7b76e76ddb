using System.CommandLine;
using ImgRep.Host.Builds;
using ImgRep.Host.Registries;
using ImgRep.Host.Trust.Verdicts;

namespace ImgRep.Cli.Options;

/// <summary>Images that are taken from a registry instead of building them, and which of them.</summary>
internal sealed class CacheOptions
{
    private readonly Option<RegistryAddress?> from = RegistryOptions.Address(
        "--cache-from", "Take images of the same recipes from there instead of building; needs --verify-cache or --trust-cache", required: false);

    private readonly Option<bool> trust = new("--trust-cache") { Description = "Take them though nobody's confirmation of them is checked" };

    private readonly Option<bool> verify = new("--verify-cache")
    {
        Description = "Take only those that have the confirmations that the policy asks for, and build the others",
    };

    private readonly RegistryOptions registry = new();

    public void AddTo(Command command)
    {
        command.Add(from);
        command.Add(verify);
        command.Add(trust);
        command.Add(TrustOption.Trust);
        registry.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(from) is not null && result.GetValue(trust) == result.GetValue(verify))
            {
                result.AddError(result.GetValue(trust) ? "--verify-cache takes what is confirmed, --trust-cache takes anything: say one of them"
                    : "--cache-from takes what others built: say --verify-cache for what is confirmed only, or --trust-cache for anything");
            }
        });
    }

    public BuildOptions Read(ParseResult arguments, BuildOptions options) => options with
    {
        CacheFrom = arguments.GetValue(from),
        JudgeCached = arguments.GetValue(verify) ? new ConfirmedImages(CommonOptions.TreeOf(arguments), TrustOption.Read(arguments)).ProblemAsync : null,
        Registry = registry.Read(arguments),
    };
}
