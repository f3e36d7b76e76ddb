using System.Text;
using ImgRep.Building;
using ImgRep.Containerfiles.Stages;
using ImgRep.Files;
using ImgRep.Host;
using ImgRep.Host.Builders;
using ImgRep.Host.Inside;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Images.Configuration;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Inside;

public class WireTests
{
    private static readonly Digest One = Digest.Compute("1"u8);
    private static readonly Digest Two = Digest.Compute("2"u8);
    private static readonly PackageName App = PackageName.Parse("app");

    private static readonly BuilderOptions Options = new("embedded", "bwrap", 3, new Limits(1L << 40, 7))
    {
        NoCache = true,
        Variation = RunVariation.TimeZone,
        Steps = new StepFolder("/store/tmp/steps", Takes: true, TimeSpan.FromSeconds(60)),
    };

    private static readonly Job[] Jobs =
    [
        new BuildJob(
            "/store", "/tree", Options, [new JobPackage(App, [RouteOf("one"), RouteOf(null)], ContextOf(), Anew: true)], [new JobImage(App, One)],
            [new JobSeed("debian", Two)])
        {
            Session = new StoreSession("lease", "/store/tmp/results"), Variations = "timezone+user", ShiftsIds = true,
        },
        new TestJob("/store", "/tree", Options, [new JobTest(App, RouteOf("test"), ContextOf())], [], []),
        new CollectJob("/store", 1L << 40),
        new ClearJob("/store", WithSources: true),
    ];

    private static readonly JobResult[] Results =
    [
        new BuildResult([new BuiltRoute(App, "one", One), new BuiltRoute(App, null, Two)]),
        new TestResult(["app.test"]),
        new ShellResult(7),
        new RemovalResult(1L << 40, 3, ["blobs/x"]),
        new EnvironmentFailure("mount", "overlay", "no such device", "load it", 19),
        new RejectedFailure(
        [
            Diagnostic.Error(new SourceSpan("Containerfile", 3, 5, 2), "rule", "wrong", "right"),
            new Diagnostic(SourceSpan.Whole("x"), new Rule("other", Severity.Error, "It is odd."), "odd") { Severity = Severity.Warning },
        ]),
        new BuildFailure("RUN false ended with exit code 1", IsEnvironment: true),
        new RoutesFailure(App),
        new DamageFailure("/store/blobs/x"),
        new MemoryFailure(),
        new Interruption(),
        new Bug("System.Exception: no\n   at Here()"),
    ];

    private static readonly BuildEvent[] Events =
    [
        new BuildPlanned([new PlannedPackage("app", TimeSpan.FromMilliseconds(1234)), new PlannedPackage("new", null)], 4),
        new PackageStarted("app", 3),
        new StepStarted("app", "build", 1, 3, "RUN echo \"\u001b[31m\"\n\t\u20ac \ud83d\ude00"),
        new StepFinished("app", 1, Cached: true, TimeSpan.FromTicks(1)),
        new PackageFinished("app", One, Cached: false, TimeSpan.FromDays(3)),
        new StepKept("app", 7, One, Two, One, TimeSpan.FromHours(1), "embedded 0.1.0 (bwrap)", "/store/tmp/steps/x", Two, 1L << 40),
        new PackageDone("app", One, [One, Two]),
        new RecipeDiffers("app.one", One, One, null, "it is odd"),
        new PackageFailed("app", "it failed", ["a", "b"], null),
        new RoutesDiffer("app", [new RouteResult("one", One), new RouteResult("other", Two)], ["- /x"], "out/diff/app"),
        new Note("a mirror answered wrongly"),
        new Activity("fetching", ActivityUnit.Bytes, 1L << 40, null) { HasEnded = true },
        new TerminalLent(),
    ];

    [Fact]
    public void Every_kind_of_job_arrives_as_it_was_sent()
    {
        KindsOf<Job>().ShouldBe(Jobs.Select(job => job.GetType()), ignoreOrder: true);
        foreach (var job in Jobs)
            Print(Read(Frame.Print(job, Wire.Default.Job), Wire.Default.Job)).ShouldBe(Print(job));
    }

    [Fact]
    public void Every_kind_of_result_arrives_as_it_was_sent()
    {
        KindsOf<JobResult>().ShouldBe(Results.Select(result => result.GetType()), ignoreOrder: true);
        foreach (var result in Results)
            Arrived(new Ended(result)).ShouldBeOfType<Ended>().Result.GetType().ShouldBe(result.GetType());
    }

    [Fact]
    public void Every_kind_of_event_arrives_as_it_was_sent()
    {
        KindsOf<BuildEvent>().ShouldBe(Events.Select(happened => happened.GetType()), ignoreOrder: true);
        foreach (var happened in Events)
            Arrived(new Progress(happened)).ShouldBeOfType<Progress>().Event.GetType().ShouldBe(happened.GetType());
    }

    [Fact]
    public void A_question_for_a_step_and_its_answer_arrive_as_they_were_sent()
    {
        var wanted = new StepWanted(3, new StepRequest("app", One, Two));
        Arrived(wanted).ShouldBe(wanted);
        foreach (var answer in (StepAnswer[])[new(3, new TakenStep("/store/tmp/steps/x", new LayerDescriptor(One, 1L << 40), Two, "registry.example.org")), new(4, null)])
            Read(Frame.Print(answer, Wire.Default.StepAnswer), Wire.Default.StepAnswer).ShouldBe(answer);
    }

    [Fact]
    public void A_failure_is_the_same_exception_on_both_sides()
    {
        var failures = Results.OfType<Failure>().ToList();
        failures.Count.ShouldBeGreaterThan(5);
        foreach (var failure in failures.Where(failure => failure is not Bug))
            Print(new Ended(Failure.Describe(failure.ToException()))).ShouldBe(Print(new Ended(failure)));
    }

    [Fact]
    public void A_bug_is_shown_with_the_stack_that_it_had_there()
    {
        var bug = Failure.Describe(new InvalidOperationException("no")).ShouldBeOfType<Bug>();
        bug.ToException().ToString().ShouldBe(bug.Trace);
        bug.Trace.ShouldContain("InvalidOperationException: no");
    }

    [Fact]
    public void A_failure_within_others_is_told_by_its_kind() =>
        Failure.Describe(new AggregateException(new AggregateException(new EnvironmentException("open", "x", "gone")))).ShouldBe(
            new EnvironmentFailure("open", "x", "gone", null, 0));

    [Fact]
    public void Nothing_is_the_end_and_half_a_message_is_malformed()
    {
        var frame = Frame.Print<Message>(new Progress(Events[0]), Wire.Default.Message);
        Read<Message>([], Wire.Default.Message).ShouldBeNull();
        for (var length = 1; length < frame.Length; length++)
            Should.Throw<InvalidDataException>(() => Read(frame[..length], Wire.Default.Message));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData("""{"$type":"unknown"}""")]
    [InlineData("""{"$type":"end","Result":{"$type":"built","Routes":[{"Package":"UPPER","Image":"sha256:0"}]}}""")]
    public void Whatever_is_no_message_is_malformed(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Should.Throw<InvalidDataException>(() => Read([.. BitConverter.GetBytes(bytes.Length), .. bytes], Wire.Default.Message));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_length_is_not_believed(int length) =>
        Should.Throw<InvalidDataException>(() => Read([.. BitConverter.GetBytes(length), 1, 2, 3], Wire.Default.Message));

    [Fact]
    public void A_folder_arrives_with_its_digest_whatever_its_names_are()
    {
        var odd = FileName.Parse([0xff, 0xfe, (byte)'x']);
        var file = new DiskFile(HostPath.Parse("/tree/x"), 0, 5, One);
        var deep = new DirectoryNode(Metadata.DefaultDirectory, DirectoryNode.NoChildren.Add(odd, new FileNode(Metadata.DefaultDirectory, file)));
        var tree = new FileTree(new DirectoryNode(Metadata.DefaultDirectory, DirectoryNode.NoChildren
            .Add(FileName.Parse("a"), deep)
            .Add(FileName.Parse("b"), new DirectoryNode(Metadata.DefaultDirectory))
            .Add(FileName.Parse("c"), new FileNode(Metadata.DefaultFile, file))
            .Add(odd, new SymlinkNode(new Metadata(Modes.Symlink), [0xff, (byte)'/', (byte)'y']))));
        var context = new PackageContext("/tree", tree, new IgnoreText(".containerignore", "*.o\n"u8.ToArray()));
        var arrived = PackedContext.Unpack(PackedContext.Pack(context));
        arrived.Digest.ShouldBe(context.Digest);
        arrived.Ignored.Excludes("x.o").ShouldBeTrue();
        ((DiskFile)((FileNode)arrived.Tree.Find([FileName.Parse("a"), odd])!).Content).Path.ToString().ShouldStartWith("/tree/a/");
    }

    [Fact]
    public void A_route_arrives_with_what_its_recipe_is_made_of()
    {
        var text = $"FROM imgrep/lib AS a\nADD --checksum={One} https://example.org/x.tar /\nFROM seed/debian AS b\nFROM imgrep/pinned@{Two} AS c\n"
            + "FROM scratch\nCOPY --from=a / /\nCOPY --from=b / /\nCOPY --from=c / /\n";
        text += $"ADD --checksum={new string('1', 40)} https://example.org/a.git#v1 /\n";
        var commits = CommitTable.Parse($"{One.Hex} {new string('1', 40)}", "commits");
        var route = Route.Read(App, "one", "packages/app/Containerfile.one", Encoding.UTF8.GetBytes(text), [], commits).ShouldNotBeNull();
        var arrived = PackedRoute.Unpack(App, PackedRoute.Pack(route, image: null), _ => true);
        (arrived.Label, arrived.Evaluation, arrived.File).ShouldBe((route.Label, route.Evaluation, route.File));
        arrived.Sources.ShouldBe(route.Sources);
        arrived.Sources[1].Commit.ShouldBe(new string('1', 40));
        arrived.References.ShouldBe([new PackageTarget("lib", null), new SeedTarget("debian"), new PackageTarget("pinned", Two)], ignoreOrder: true);
        arrived.Dependencies.Select(needed => needed.Name.ToString()).ShouldBe(["lib"]);
        PackedRoute.Unpack(App, PackedRoute.Pack(route, image: null), _ => false).Dependencies.ShouldBeEmpty();
    }

    private static JobRoute RouteOf(string? name) => new(
        name, "packages/app/Containerfile", "FROM scratch\n"u8.ToArray(), One, [new JobSource(Two, "https://example.org/a%20b")],
        [new JobReference("lib", IsSeed: false, Two), new JobReference("debian", IsSeed: true, null)], Two);

    private static JobContext ContextOf() => new(
        "/tree/packages/app",
        [new JobEntry([0xff]) { Children = 1 }, new JobEntry("x"u8.ToArray()) { Size = 1L << 40, Content = One, IsExecutable = true },
         new JobEntry("l"u8.ToArray()) { Target = [0xfe] }],
        new JobIgnoreFile(".containerignore", "x\n"u8.ToArray()));

    private static IEnumerable<Type> KindsOf<T>() => typeof(T).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract);

    /// <summary>Arrays in records are compared by reference, so their text is compared; it has every value.</summary>
    private static string Print(Job? job) => Encoding.UTF8.GetString(Frame.Print(job!, Wire.Default.Job)[4..]);

    private static string Print(Message message) => Encoding.UTF8.GetString(Frame.Print(message, Wire.Default.Message)[4..]);

    private static Message Arrived(Message sent)
    {
        var arrived = Read(Frame.Print(sent, Wire.Default.Message), Wire.Default.Message).ShouldNotBeNull();
        Print(arrived).ShouldBe(Print(sent));
        return arrived;
    }

    private static T? Read<T>(byte[] bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class => Frame.Read(new MemoryStream(bytes), type);
}
