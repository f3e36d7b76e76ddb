using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Trust.Signing;

namespace ImgRep.Cli.Commands;

internal static class SignaturesCommand
{
    public static Command Create() => new CommandWithExample("signatures", "Keep signatures/ in order", "imgrep signatures tidy") { Tidy() };

    private static CommandWithExample Tidy()
    {
        var command = new CommandWithExample(
            "tidy", "Number the signatures of each image from 1 without gaps, also while a merge has conflicts there; none is lost", "imgrep signatures tidy");
        command.OnRun((arguments, cancellation) =>
        {
            Print(new SignatureTidying(CommonOptions.TreeOf(arguments)).Run(cancellation), arguments);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ImmutableArray<TidiedSignature> tidied, ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json =>
            {
                json.WriteStartArray();
                foreach (var signature in tidied)
                {
                    json.WriteStartObject();
                    json.WriteString("from", signature.From);
                    json.WriteString("to", signature.To);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
            return;
        }
        using var output = Answer.Open();
        foreach (var (from, to) in tidied)
            output.WriteLine(Terminal.Printable(to.Length > 0 ? $"{from} -> {to}" : $"{from}: removed, it is there twice"));
    }
}
