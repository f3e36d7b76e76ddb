using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Checks;

/// <summary>What BuildKit builds but nobody can rebuild, or what the builders here do not offer. Left out with <see cref="ParseOptions.SyntaxOnly"/>.</summary>
public static class ReproducibilityRules
{
    internal static void Check(Containerfile file, ImmutableArray<EvaluatedStage> evaluated, ParseOptions options, List<Diagnostic> diagnostics)
    {
        foreach (var stage in file.Stages)
        {
            if (stage.Platform is { } platform && platform != options.Platform)
                diagnostics.Add(new Diagnostic(
                    file.Locate(stage.From, stage.From.Platform!), Rules.ForeignPlatform, $"the stage is for {platform}, but the build is for {options.Platform}",
                    "leave --platform out"));
            CheckImages(file, stage, diagnostics);
            foreach (var instruction in stage.Instructions)
                CheckInstruction(file, instruction, diagnostics);
        }
        foreach (var step in evaluated.SelectMany(stage => stage.Steps))
            CheckStep(file, step.Instruction, diagnostics);
    }

    private static void CheckImages(Containerfile file, Stage stage, List<Diagnostic> diagnostics)
    {
        foreach (var reference in StageReferences.Collect(file, stage))
        {
            if (reference.Target is not ImageTarget { Reference: var text } || ImageReference.TryParse(text) is not { Digest: null } image)
                continue;
            diagnostics.Add(image.Name.StartsWith(PackageTarget.Namespace, StringComparison.Ordinal)
                ? new Diagnostic(reference.Span, Rules.TaggedPackage, $"'{text}' has a tag, but packages of the tree have none", $"write {image.Name}")
                : new Diagnostic(
                    reference.Span, Rules.UnpinnedImage, $"the image '{text}' is not pinned: its tag means another image tomorrow",
                    $"write {text}@sha256:HEX, or build it in the tree and write {PackageTarget.Namespace}NAME"));
        }
    }

    private static void CheckInstruction(Containerfile file, Instruction instruction, List<Diagnostic> diagnostics)
    {
        switch (instruction)
        {
            case OnbuildInstruction:
                Add(instruction.Span, Rules.Onbuild, "ONBUILD changes builds elsewhere, so their Containerfiles no longer say what they do",
                    "write the instruction where it is needed");
                break;
            case RunInstruction { Network: RunNetwork.Host }:
                Add(file.Locate(instruction, "--network"), Rules.HostNetwork, "RUN --network=host reaches what changes every day", "fetch files with ADD --checksum");
                break;
            case HealthcheckInstruction { Test: not null }:
                diagnostics.Add(new Diagnostic(instruction.Span, Rules.Healthcheck, "HEALTHCHECK is not part of an OCI image and is left out",
                    "configure it where the image is run"));
                break;
        }
        if (instruction is RunInstruction { Security: "insecure" })
            Add(file.Locate(instruction, "--security"), Rules.Insecure, "RUN --security=insecure reaches the machine it runs on", "leave it out");
        foreach (var mount in instruction is RunInstruction run ? run.Mounts : [])
        {
            if (mount.Type is MountType.Secret or MountType.Ssh)
                Add(mount.Span ?? instruction.Span, Rules.SecretMount,
                    $"a mount of type {mount.Type.ToString().ToLowerInvariant()} holds what one person knows: nobody else can rebuild this",
                    "fetch public files with ADD --checksum");
        }

        void Add(SourceSpan span, Rule rule, string message, string hint) => diagnostics.Add(new Diagnostic(span, rule, message, hint));
    }

    private static void CheckStep(Containerfile file, Instruction instruction, List<Diagnostic> diagnostics)
    {
        if (instruction is not AddInstruction add)
            return;
        foreach (var source in add.Sources)
        {
            var kind = AddSource.KindOf(source);
            if (kind == AddSourceKind.Git)
                CheckRepository(file, add, source, diagnostics);
            else if (kind == AddSourceKind.Url && add.Checksum?.StartsWith("sha256:", StringComparison.Ordinal) != true)
                diagnostics.Add(new Diagnostic(
                    file.Locate(add, source), Rules.UnpinnedSource, $"the file '{source}' has no checksum: what it holds may change",
                    "write ADD --checksum=sha256:HEX URL DESTINATION"));
        }
    }

    private static void CheckRepository(Containerfile file, AddInstruction add, string source, List<Diagnostic> diagnostics)
    {
        if (!GitAddress.TryParse(source, out _, out var problem))
            Add(source, problem.Message, problem.Hint);
        else if (!GitAddress.IsCommit(add.Checksum))
            Add(source, $"the commit of '{source}' is not named in full: what a tag or a branch means may change",
                "write ADD --checksum=COMMIT, all its 40 or 64 digits in small letters");
        if (add.KeepGitDir)
            Add("--keep-git-dir", "what git keeps in .git differs from one fetch to the next", "leave --keep-git-dir out");

        void Add(string word, string message, string hint) => diagnostics.Add(new Diagnostic(file.Locate(add, word), Rules.GitSource, message, hint));
    }
}
