using System.CommandLine;
using ImgRep.Host.Registries;

namespace ImgRep.Cli.Options;

/// <summary>How commands reach a registry.</summary>
internal sealed class RegistryOptions
{
    private readonly Option<string?> authFile = new("--authfile") { Description = "A file with credentials [default: where skopeo and Docker keep them]", HelpName = "FILE" };

    private readonly Option<string?> certificates = new("--cert-dir") { Description = "A folder with certificates of authorities that registries may have", HelpName = "DIR" };

    public void AddTo(Command command)
    {
        command.Add(authFile);
        command.Add(certificates);
    }

    public RegistryAccess Read(ParseResult arguments) => new(arguments.GetValue(authFile), arguments.GetValue(certificates));

    /// <summary>Where packages are brought that are done.</summary>
    public static Option<RegistryAddress?> PushTo() => Address(
        "--push-to", "Bring each package that is built here to this registry when it is done, with a record of its recipe; sources and seeds, too", required: false);

    /// <summary>Steps are brought there, too.</summary>
    public static Option<bool> PushSteps() => new("--push-steps")
    {
        Description = "Bring finished steps there, too, while a package is not done: other machines go on from them with --trust-cache",
    };

    /// <summary>An option that takes the address of a registry.</summary>
    public static Option<RegistryAddress?> Address(string name, string description, bool required) => new(name)
    {
        Description = description,
        HelpName = "REGISTRY",
        Required = required,
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (RegistryAddress.TryParse(text) is { } address)
                return address;
            result.AddError($"'{text}' is no address of a registry: write HOST[:PORT][/PATH]");
            return null;
        },
    };
}
