using ImgRep.Host.Sandbox;

namespace ImgRep.Tests.Sandbox;

/// <summary>Which ids root gives to a user namespace, by what the kernel says is mapped where it is itself.</summary>
public sealed class SubordinateIdTests
{
    [Theory]
    [InlineData("         0          0 4294967295", 0x70000000u, 65536u)]
    [InlineData("0 100000 65536", 1u, 65535u)]
    [InlineData("0 100000 1000000", 1u, 65535u)]
    [InlineData("0 1000 1\n1 100000 65536", 1u, 65535u)]
    [InlineData("0 1000 1", null, null)]
    [InlineData("0 100000 2", 1u, 1u)]
    [InlineData("0 100000 65536\n1879048192 1879048192 65536", 0x70000000u, 65536u)]
    [InlineData("", null, null)]
    public void Root_takes_ids_that_its_own_namespace_has(string map, uint? first, uint? count)
    {
        var ids = SubordinateIds.OfRootIn(map.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        (ids?.First, ids?.Count).ShouldBe((first, count));
    }

    [Theory]
    [InlineData("root:100000:65536", 100000u)]
    [InlineData("0:100000:65536", 100000u)]
    [InlineData("root:4294967000:65536", 0x70000000u)]
    [InlineData("root:4294967000:65536\nroot:100000:65536", 100000u)]
    [InlineData("somebody:100000:65536", 0x70000000u)]
    public void A_range_that_a_file_gives_root_counts_if_it_is_there(string lines, uint first)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, lines + "\n");
        SubordinateIds.Read(0, "root", file)?.First.ShouldBe(first);
        File.Delete(file);
    }
}
