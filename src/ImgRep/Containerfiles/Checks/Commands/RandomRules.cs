using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>Numbers, bytes and names that chance chooses.</summary>
internal static class RandomRules
{
    private static readonly string[] Devices = ["/dev/urandom", "/dev/random", "/proc/sys/kernel/random/uuid"];

    public static IEnumerable<Finding> Check(ShellScript script)
    {
        foreach (var name in script.Parameters.Where(name => name.Value is "RANDOM" or "SRANDOM"))
            yield return Finding.At(name, Rules.Random, $"${name.Value} differs in every run", "use a fixed number");
        foreach (var command in script.Commands)
        {
            foreach (var word in command.Words.Concat(command.Sources))
            {
                if (Devices.FirstOrDefault(device => word.Value.Split('=')[^1] == device) is { } device)
                    yield return Finding.At(word, Rules.Random, $"{device} differs in every run", "use fixed bytes");
            }
            if (command.Name == "uuidgen")
                yield return Finding.At(command, Rules.Random, "uuidgen differs in every run", "use a fixed id");
            // A name for a file that is thrown away does no harm.
            if (command.Name == "cd" && command.Arguments.FirstOrDefault(word => word.Value.Contains("mktemp ", StringComparison.Ordinal)) is { } folder)
                yield return Finding.At(folder, Rules.Random, "a folder of mktemp has another name in every run", "name the folder: what is built there may hold its path");
        }
    }
}
