using System.CommandLine;
using System.Globalization;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Cli.Commands;

internal static class GcCommand
{
    private const string Units = "KMGT";

    public static Command Create()
    {
        var keep = new Option<long>("--keep")
        {
            Description = "How much may stay, like 500M or 20G",
            HelpName = "SIZE",
            Required = true,
            CustomParser = result =>
            {
                if (ParseSize(result.Tokens[0].Value) is { } size)
                    return size;
                result.AddError($"'{result.Tokens[0].Value}' is no size: write a number and K, M, G or T");
                return 0;
            },
        };
        var command = new CommandWithExample("gc", "Make room in the store: remove what was not used for longest", "imgrep gc --keep 20G") { keep };
        command.OnRun((arguments, _) =>
        {
            if (!UserNamespace.IsInside)
                return UserNamespace.Run([.. Environment.GetCommandLineArgs().Skip(1)]);
            UserNamespace.Prepare();
            using var store = new ContentStore(ContentStore.DefaultRoot);
            Freed.Print(new StoreGarbage(store).Collect(arguments.GetRequiredValue(keep)), arguments);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Bytes; units are powers of 1024.</summary>
    private static long? ParseSize(string text)
    {
        var unit = text.Length > 0 ? Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1 : 0;
        return long.TryParse(unit > 0 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue >> (10 * unit)
            ? number << (10 * unit)
            : null;
    }
}
