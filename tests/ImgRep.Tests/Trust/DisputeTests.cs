using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Primitives;
using ImgRep.Trust.Disputes;
using ImgRep.Trust.Listings;
using static ImgRep.Tests.Trust.Disagreements;

namespace ImgRep.Tests.Trust;

/// <summary>Why two images differ, by what few bytes say of them.</summary>
public class DisputeTests
{
    private static readonly FileTree Base = TreeOf(("a", "one two"), ("lib/b", "three"), ("lib/c", "four"));
    private static readonly StepResult Other = Step with { Result = Digest.Compute("other"u8) };

    [Fact]
    public void The_same_bytes_in_another_order_are_an_order() =>
        Between(Base, Changed("a", "two one")).ShouldBe(Cause.Order);

    [Fact]
    public void One_file_of_the_same_size_may_be_an_error_of_memory() => Between(Base, Changed("a", "one twp")).ShouldBe(Cause.OneFile);

    [Fact]
    public void Files_that_hold_the_date_of_a_build_are_a_time() =>
        Dispute.Between(Side("alice", Base), Side("bob", Changed("a", "one twp"), dated: ["/a"])).Cause.ShouldBe(Cause.Time);

    [Fact]
    public void Every_file_is_not_the_same_as_some() =>
        (Between(Base, TreeOf(("a", "1"), ("lib/b", "2"), ("lib/c", "3"))), Between(Base, TreeOf(("a", "1"), ("lib/b", "2"), ("lib/c", "four"))),
            Between(Base, TreeOf(("a", "1"), ("lib/b", "three"), ("lib/c", "four")))).ShouldBe((Cause.EveryFile, Cause.SomeFiles, Cause.SomeFiles));

    [Fact]
    public void Modes_alone_are_metadata()
    {
        var tree = Base.With([FileName.Parse("a")], new FileNode(new Metadata(Modes.Octal("600"), 7), new MemoryContent([.. "one two"u8])));
        var dispute = Dispute.Between(Side("alice", Base), Side("bob", tree));
        dispute.Cause.ShouldBe(Cause.Metadata);
        dispute.Files!.Changes.Single().Aspects().ShouldBe(["mode 644 -> 600", "owner 0:0 -> 7:0"]);
    }

    [Fact]
    public void Files_that_one_side_does_not_have_are_named()
    {
        var files = Dispute.Between(Side("alice", Base), Side("bob", TreeOf(("a", "one two"), ("lib/c", "four"), ("new", "x")))).Files!;
        files.Changes.Select(change => (change.Path, change.Before is null, change.After is null)).ShouldBe([("/lib/b", false, true), ("/new", true, false)]);
    }

    [Fact]
    public void What_is_the_same_but_for_the_configuration_or_for_nothing_is_said() => (
        Dispute.Between(Side("alice", Base), Side("bob", Base, configuration: "other")).Cause,
        Dispute.Between(Side("alice", Base), Side("bob", Base, configuration: "names another layer", layer: "other")).Cause)
            .ShouldBe((Cause.Configuration, Cause.Writing));

    [Fact]
    public void The_first_step_that_differs_is_found()
    {
        First([Step, Step with { Line = 9 }], [Step, Other with { Line = 9 }]).ShouldBe(new StepDifference(9, IsInput: false));
        First([Step, Step with { Line = 9 }], [Other, Step with { Line = 9, Key = Digest.Compute("x"u8) }]).ShouldBe(new StepDifference(4, IsInput: false));
        First([Step], [Step with { Key = Digest.Compute("x"u8) }]).ShouldBe(new StepDifference(4, IsInput: true));
        First([Step], [Step, Step with { Line = 9 }]).ShouldBe(new StepDifference(9, IsInput: true), "a step that only one of them has");
        First([Step], [Step]).ShouldBeNull();

        static StepDifference? First(ImmutableArray<StepResult> before, ImmutableArray<StepResult> after) => StepDifference.First(before, after);
    }

    [Fact]
    public void Another_input_or_recipe_explains_whatever_files_say()
    {
        Dispute.Between(Side("alice", Base), Side("bob", Changed("a", "two one"), steps: [Step with { Key = Digest.Compute("x"u8) }])).Cause.ShouldBe(Cause.Input);
        Dispute.Between(Side("alice", Base), Side("bob", Changed("a", "two one")) with { Recipe = Digest.Compute("x"u8) }).Cause.ShouldBe(Cause.Recipe);
    }

    [Fact]
    public void Of_a_digest_alone_nothing_more_is_said()
    {
        var dispute = Dispute.Between(Side("alice", Base) with { Evidence = null }, Side("bob", Changed("a", "x")));
        (dispute.Cause, dispute.Files, dispute.Step, dispute.IsAgreed).ShouldBe((Cause.Unknown, null, null, false));
        Dispute.Between(Side("alice", Base), Side("bob", Base)).IsAgreed.ShouldBeTrue();
    }

    [Fact]
    public void Of_folders_that_one_side_has_not_opened_only_that_they_differ_is_known()
    {
        var before = List(Base, room: 250);
        before.Folders.Keys.ShouldBe(["/"]);
        var difference = ListingDifference.Between(before, List(TreeOf(("a", "one two"), ("lib/b", "3"), ("lib/c", "four"))));
        (difference.Changes.Length, difference.Closed.Single(), difference.Same).ShouldBe((0, "/lib", 1));
        ListingDifference.Between(before, List(Base)).Closed.ShouldBeEmpty("whoever has an open folder knows its hash");
    }

    [Fact]
    public void Every_cause_has_a_name_and_an_explanation_of_its_own()
    {
        var causes = Enum.GetValues<Cause>();
        causes.Select(Causes.NameOf).Distinct().Count().ShouldBe(causes.Length);
        causes.Select(Causes.Explain).Distinct().Count().ShouldBe(causes.Length);
    }

    private static Cause Between(FileTree before, FileTree after) => Dispute.Between(Side("alice", before), Side("bob", after)).Cause;

    private static FileTree Changed(string path, string content) =>
        Base.With(FileTree.Split(path).AsSpan(), new FileNode(Metadata.DefaultFile, new MemoryContent([.. System.Text.Encoding.UTF8.GetBytes(content)])));

    private static DisputeSide Side(
        string name, FileTree tree, ImmutableArray<StepResult>? steps = null, string configuration = "configuration", string layer = "", string[]? dated = null)
    {
        var files = List(tree);
        return new DisputeSide(name, Digest.Compute(System.Text.Encoding.UTF8.GetBytes($"{files.Root}{configuration}{layer}")), Digest.Compute("recipe"u8),
            new Evidence(Digest.Compute(System.Text.Encoding.UTF8.GetBytes(configuration)),
                Digest.Compute(System.Text.Encoding.UTF8.GetBytes($"{files.Root}{layer}")), steps ?? [Step], [.. dated ?? []], files));
    }
}
