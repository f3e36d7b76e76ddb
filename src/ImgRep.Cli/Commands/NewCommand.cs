using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Scaffolding;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Packages.Skeletons;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class NewCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "The name of the package: its folder's, and its image's" };
        var url = new Argument<string?>("URL")
        {
            Description = "Its source archive (https: or file:), which is fetched and hashed; nothing of it is run",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new CommandWithExample(
            "new", "Begin a package: write a Containerfile to complete, and its test", "imgrep new zlib https://zlib.net/fossils/zlib-1.3.1.tar.gz",
            null, typeof(NewPackageAnswer))
        {
            name, url,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            var package = NewPackage.Check(tree, arguments.GetRequiredValue(name));
            var source = arguments.GetValue(url) is { } given ? await FetchAsync(given, cancellation) : null;
            var files = NewPackage.Write(tree, package, source);
            Answer.Print(arguments, new NewPackageAnswer(package, source?.Digest, source?.Version, files));
            Suggest(package, source);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<NewSource> FetchAsync(string given, CancellationToken cancellation)
    {
        if (!NewSource.TryReadUrl(given, out var url, out var fileName, out var problem))
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(given), "source-url", problem,
                "write https://HOST/PATH/NAME-VERSION.tar.gz, or file:///PATH/NAME-VERSION.tar.gz"));
        await Terminal.Writer.WriteLineAsync(Terminal.Printable($"fetching {given}"));
        using var store = new ContentStore(ContentStore.DefaultRoot);
        var (digest, outline) = await FirstTransfer.RunAsync(store, url, new FetchOptions(), cancellation);
        return new NewSource(url.IsFile ? NewSource.UnknownPlace + fileName : url.AbsoluteUri, fileName, digest, outline);
    }

    private static void Suggest(PackageName package, NewSource? source)
    {
        if (source is not null)
            Terminal.Writer.WriteLine($"compare its hash with what upstream publishes: {source.Digest.Hex}");
        Steps.Next(($"imgrep check {package}", "after you have completed it"), ($"imgrep build {package} --update", "build it, and write its line of digests"),
            ($"imgrep test {package}", "test it"));
    }
}
