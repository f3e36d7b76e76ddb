using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Catalogue;

/// <summary>Everything that can be wrong with a Containerfile. Each rule has a page, <c>docs/rules/NAME.md</c>.</summary>
public static class Rules
{
    // How a file is cut into instructions.
    public static readonly Rule DuplicateDirective = Error("duplicate-directive", "A parser directive appears twice.");
    public static readonly Rule EscapeDirective = Error("escape-directive", "The escape directive names a character that cannot be one.");
    public static readonly Rule RouteDirective = Error("route-directive", "The route directive cannot be read.");
    public static readonly Rule CheckDirective = Error("check-directive", "The check directive cannot be read.");
    public static readonly Rule UnknownRule = Warning("unknown-rule", "The check directive skips a rule that does not exist.");
    public static readonly Rule NotUtf8 = Warning("not-utf8", "A line holds bytes that are not UTF-8.");
    public static readonly Rule LineTooLong = Error("line-too-long", "A line has more than 65536 bytes.");
    public static readonly Rule UnterminatedHereDocument = Error("unterminated-here-document", "A here-document has no line that ends it.");
    public static readonly Rule EmptyContinuation = Warning("empty-continuation", "A blank line stands within an instruction.");
    public static readonly Rule EmptyInstruction = Error("empty-instruction", "An escape character continues to nothing.");
    public static readonly Rule NoInstructions = Error("no-instructions", "The file holds no instructions.");
    public static readonly Rule NoStage = Error("no-stage", "The file has no FROM.");
    public static readonly Rule BeforeFrom = Error("before-from", "An instruction other than ARG stands before the first FROM.");

    // What instructions say.
    public static readonly Rule UnknownInstruction = Error("unknown-instruction", "There is no instruction of that name.");
    public static readonly Rule MissingArgument = Error("missing-argument", "An instruction lacks an argument that it needs.");
    public static readonly Rule ExecForm = Error("exec-form", "A JSON array holds something that is not a string.");
    public static readonly Rule BlankName = Error("blank-name", "A variable or a label has no name.");
    public static readonly Rule NameValue = Error("name-value", "ENV or LABEL has a word that is not NAME=VALUE.");
    public static readonly Rule OldNameValue = Warning("old-name-value", "ENV or LABEL is written without an equals sign.");
    public static readonly Rule UnknownFlag = Error("unknown-flag", "An instruction has no such flag.");
    public static readonly Rule DuplicateFlag = Error("duplicate-flag", "A flag appears twice.");
    public static readonly Rule FlagValue = Error("flag-value", "A flag has no value, or one that it cannot have.");
    public static readonly Rule IgnoredFlag = Warning("ignored-flag", "A flag stands where BuildKit drops it unseen.");
    public static readonly Rule FromArguments = Error("from-arguments", "FROM has neither one word nor IMAGE AS NAME.");
    public static readonly Rule StageName = Error("stage-name", "A stage has a name that it cannot have.");
    public static readonly Rule MountOptions = Error("mount-options", "The options of --mount cannot be read, or contradict each other.");
    public static readonly Rule NetworkMode = Error("network-mode", "RUN names a network mode that does not exist.");
    public static readonly Rule SecurityMode = Error("security-mode", "RUN names a security mode that does not exist.");
    public static readonly Rule HereDocumentDestination = Error("here-document-destination", "A here-document is the destination of COPY or ADD.");
    public static readonly Rule ShellForm = Error("shell-form", "SHELL is not written as a JSON array.");
    public static readonly Rule HealthcheckType = Error("healthcheck-type", "HEALTHCHECK begins with neither CMD nor NONE.");
    public static readonly Rule HealthcheckArguments = Error("healthcheck-arguments", "HEALTHCHECK NONE is followed by something.");
    public static readonly Rule Maintainer = Warning("maintainer", "MAINTAINER is out of use.");
    public static readonly Rule OnbuildTrigger = Error("onbuild-trigger", "ONBUILD holds FROM, MAINTAINER or ONBUILD.");

    // What stages are.
    public static readonly Rule UndefinedVariable = Warning("undefined-variable", "A variable has no value where it is used.");
    public static readonly Rule Expansion = Error("expansion", "A variable is not written so that it can be expanded.");
    public static readonly Rule ImageName = Error("image-name", "FROM names something that cannot be an image.");
    public static readonly Rule Platform = Error("platform", "--platform names no platform.");
    public static readonly Rule ReservedStageName = Warning("reserved-stage-name", "A stage has a name that already means something else.");
    public static readonly Rule DuplicateStageName = Warning("duplicate-stage-name", "Two stages have the same name.");
    public static readonly Rule StageReference = Error("stage-reference", "Something is taken from a stage that does not exist, or not yet.");
    public static readonly Rule Overridden = Warning("overridden", "A later CMD or ENTRYPOINT overrides this one.");
    public static readonly Rule Transfer = Error("transfer", "COPY or ADD asks for something that it cannot do.");
    public static readonly Rule StopSignal = Error("stop-signal", "STOPSIGNAL names a signal that Linux does not have.");
    public static readonly Rule Port = Error("port", "EXPOSE names something that is not a port.");
    public static readonly Rule Volume = Error("volume", "The path of a volume is empty.");

    // What nobody could rebuild.
    public static readonly Rule ForeignPlatform = Error("foreign-platform", "A stage is for another platform than the build.");
    public static readonly Rule TaggedPackage = Error("tagged-package", "A package of the tree has a tag.");
    public static readonly Rule UnpinnedImage = Error("unpinned-image", "An image of a registry has no digest.");
    public static readonly Rule UnpinnedSource = Error("unpinned-source", "ADD fetches a file without a checksum.");
    public static readonly Rule GitSource = Error("git-source", "ADD fetches a git repository in a way that nobody could repeat.");
    public static readonly Rule HostNetwork = Error("host-network", "RUN asks for the network of the machine.");
    public static readonly Rule Insecure = Error("insecure", "RUN asks for all rights.");
    public static readonly Rule SecretMount = Error("secret-mount", "RUN mounts a secret or an agent of ssh.");
    public static readonly Rule Onbuild = Error("onbuild", "The image has a trigger.");
    public static readonly Rule Healthcheck = Warning("healthcheck", "The image has a health check.");

    // What a package looks like.
    public static readonly Rule LastStageBase = Error("last-stage-base", "The last stage does not start from scratch.");
    public static readonly Rule LastStageRun = Error("last-stage-run", "The last stage runs a command.");
    public static readonly Rule Repack = Error("repack", "A comment and the table of sources disagree on whether a source is a repack.");
    public static readonly Rule MissingLabel = Warning("missing-label", "The image lacks a label that packages have.");
    public static readonly Rule Latest = Warning("latest", "A pinned image has the tag latest.");
    public static readonly Rule UnusedStage = Warning("unused-stage", "Nothing uses a stage.");
    public static readonly Rule UnusedArgument = Warning("unused-argument", "Nothing uses an argument.");

    // What commands do.
    public static readonly Rule NoNetwork = Warning("no-network", "A command needs the network.");
    public static readonly Rule Clock = Warning("clock", "A command reads the time.");
    public static readonly Rule SourceDateEpoch = Warning("source-date-epoch", "SOURCE_DATE_EPOCH is taken away.");
    public static readonly Rule Machine = Warning("machine", "A command reads what machine, user or clone the build has.");
    public static readonly Rule Random = Warning("random", "A command uses numbers, bytes or names that chance chooses.");
    public static readonly Rule Native = Warning("native", "A compiler looks at the processor at hand.");
    public static readonly Rule BuildId = Warning("build-id", "A linker writes a build id that differs.");
    public static readonly Rule EmbeddedPath = Warning("embedded-path", "A compiler embeds the folders of the build.");
    public static readonly Rule PycTime = Warning("pyc-time", "Python modules are compiled with the time of their source.");
    public static readonly Rule Archive = Warning("archive", "An archive keeps times, owners or the order of a folder.");

    /// <summary>In the order of <c>docs/rules/README.md</c>.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        DuplicateDirective, EscapeDirective, RouteDirective, CheckDirective, UnknownRule, NotUtf8, LineTooLong, UnterminatedHereDocument,
        EmptyContinuation, EmptyInstruction, NoInstructions, NoStage, BeforeFrom,
        UnknownInstruction, MissingArgument, ExecForm, BlankName, NameValue, OldNameValue, UnknownFlag, DuplicateFlag, FlagValue,
        IgnoredFlag, FromArguments, StageName, MountOptions, NetworkMode, SecurityMode, HereDocumentDestination, ShellForm,
        HealthcheckType, HealthcheckArguments, Maintainer, OnbuildTrigger,
        UndefinedVariable, Expansion, ImageName, Platform, ReservedStageName, DuplicateStageName, StageReference, Overridden, Transfer,
        StopSignal, Port, Volume,
        ForeignPlatform, TaggedPackage, UnpinnedImage, UnpinnedSource, GitSource, HostNetwork, Insecure, SecretMount, Onbuild, Healthcheck,
        LastStageBase, LastStageRun, Repack, MissingLabel, Latest, UnusedStage, UnusedArgument,
        NoNetwork, Clock, SourceDateEpoch, Machine, Random, Native, BuildId, EmbeddedPath, PycTime, Archive,
    ];

    /// <summary>Null if there is no rule of that name.</summary>
    public static Rule? Find(string name) => All.FirstOrDefault(rule => rule.Name == name);

    private static Rule Error(string name, string finds) => new(name, Severity.Error, finds);

    private static Rule Warning(string name, string finds) => new(name, Severity.Warning, finds);
}
