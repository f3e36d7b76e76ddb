using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using ImgRep.Host.Builds;

namespace ImgRep.Cli.Options;

/// <summary>Builders by their names, separated by commas.</summary>
internal static class BuildersOption
{
    public static Option<string?> Create(string description, Func<ArgumentResult, string>? byDefault = null)
    {
        var builders = new Option<string?>("--builders") { Description = description, HelpName = "BUILDER,...", DefaultValueFactory = byDefault };
        builders.Validators.Add(result =>
        {
            foreach (var name in (result.GetValueOrDefault<string?>() ?? BuilderChoice.Embedded).Split(',').Except(BuilderChoice.Names))
                result.AddError($"there is no builder '{name}': it is one of {string.Join(", ", BuilderChoice.Names)}");
        });
        return builders;
    }

    /// <returns>Each once; none if the option was not given and has no default.</returns>
    public static ImmutableArray<string> Read(ParseResult arguments, Option<string?> builders) => [.. arguments.GetValue(builders)?.Split(',').Distinct() ?? []];
}
