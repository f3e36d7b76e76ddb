namespace ImgRep.Tests.Architecture;

public class FolderOrderTests
{
    private static readonly FolderOrder[] Orders =
    [
        new("ImgRep",
            "Primitives", "Sources", "Sources/Versions", "Sources/Updating", "Markup",
            "Files", "Files/Users", "Files/Patterns", "Files/Tar", "Files/Copying", "Files/Differences", "Sources/Comparing",
            "Containerfiles/Catalogue", "Containerfiles/Expansion", "Containerfiles/Syntax", "Containerfiles/Instructions", "Containerfiles", "Containerfiles/Stages",
            "Containerfiles/Checks/Shell", "Containerfiles/Checks/Commands/Network", "Containerfiles/Checks/Commands", "Containerfiles/Checks",
            "Containerfiles/Parsing",
            "Building/SystemCalls", "Building", "Building/Lowering",
            "Packages", "Packages/Skeletons", "Engines",
            "Images/Configuration", "Images/Layers", "Images", "Images/Layout", "Images/Artifacts",
            "Trust/Yaml", "Trust/Ssh", "Trust/OpenPgp", "Trust/Vouching", "Trust/People", "Trust/Commits", "Trust/Policies", "Trust/Listings", "Trust/Signatures",
            "Trust/Reputation", "Trust/Verdicts", "Trust/Disputes", "Trust/Statements", "Trust/Lineages",
            "Site"),
        new("ImgRep.Host",
            "", "Posix", "Sandbox", "Git/Objects", "Sources", "Store", "Checkouts", "Seeds", "Plans", "Output",
            "Builders", "Builders/Embedded", "Builders/Lowered", "Builders/Buildah", "Builders/Docker", "Builders/Podman",
            "Registries", "Inside", "Builds", "Engines", "Execution", "Rebuilds", "Testing", "Comparing", "Keys", "Vouching", "Git",
            "Trust", "Trust/Verifying", "Trust/History", "Trust/Signing", "Trust/Reputations", "Trust/Verdicts", "Trust/Lineages", "Trust/Disputes",
            "Site", "Ci", "Scaffolding", "Updates"),
        new("ImgRep.Cli", "Display", "Options", "Manual", "Answers", "Commands", ""),
    ];

    public static TheoryData<string> Projects => [.. Orders.Select(order => order.Project)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_folder_has_its_place_in_one_order(string project) => OrderOf(project).Misplaced().ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_those_before_it(string project) => OrderOf(project).Violations().ShouldBeEmpty();

    [Fact]
    public void The_order_backwards_is_none()
    {
        foreach (var order in Orders)
            new FolderOrder(order.Project, [.. order.Folders.Reverse()]).Violations().ShouldNotBeEmpty();
    }

    private static FolderOrder OrderOf(string project) => Orders.Single(order => order.Project == project);
}
