using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Output;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

internal static class DigestCommand
{
    public static Command Create()
    {
        var images = CommonOptions.PackageNames("An archive, a folder in OCI image layout, or a package that was built");
        images.HelpName = "IMAGE";
        images.Arity = ArgumentArity.OneOrMore;
        var route = CommonOptions.Route();
        var command = new CommandWithExample(
            "digest", "Print the manifest digests of images, every byte of them verified", "imgrep digest out/busybox.tgz busybox",
            "a package has no image yet", typeof(DigestsAnswer))
        {
            images, route,
        };
        command.OnRun((arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("reading");
            var digests = new List<KeyValuePair<string, Digest>>();
            var missing = new List<string>();
            foreach (var image in arguments.GetRequiredValue(images))
            {
                if (Find(image, arguments.GetValue(route), arguments, cancellation) is { } digest)
                    digests.Add(new(image, digest));
                else
                    missing.Add(image);
            }
            Answer.Print(arguments, new DigestsAnswer(digests));
            missing.ForEach(package => Report.Error($"the package '{package}' has no image yet", $"imgrep build {package}"));
            return missing.Count == 0 ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static Digest? Find(string image, string? route, ParseResult arguments, CancellationToken cancellation)
    {
        if (ImagePath.IsImage(image))
            return ImagePath.Read(image, cancellation).Digest;
        var folder = CommonOptions.TreeOf(arguments);
        using var store = new ContentStore(ContentStore.DefaultRoot);
        var built = BuildPlan.Read(folder, [image], store, cancellation, route: route).Builds.Single(build => build.Name == image).Image;
        if (built is { } digest)
            store.Images.Open(digest, cancellation);
        return built;
    }
}
