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
            "tidy", "Number the signatures of each image from 1 without gaps, also while a merge has conflicts there; none is lost", "imgrep signatures tidy",
            null, typeof(TidyAnswer));
        command.OnRun((arguments, cancellation) =>
        {
            Answer.Print(arguments, new TidyAnswer(new SignatureTidying(CommonOptions.TreeOf(arguments)).Run(cancellation)));
            return ExitCode.Done;
        });
        return command;
    }
}
