using System.Text.Json;

namespace ImgRep.EndToEnd.Builds;

/// <summary>Packages with several Containerfiles.</summary>
public sealed class RouteTests
{
    /// <summary>Two compilers that make the same of a source, each in its own way; a tampered one plants a string in every program.</summary>
    private static SmallTree Tree(string plant = "")
    {
        var tree = new SmallTree()
            .With("cc-a", $"FROM imgrep/base\nCOPY --chmod=755 <<'E' /bin/cc\n#!/bin/sh\nsed -e s/print/PRINT/ $1{plant}\nE\n")
            .With("cc-b", "FROM imgrep/base\nCOPY --chmod=755 <<'E' /bin/cc\n#!/bin/sh\nsed -e s/p/P/ -e s/rint/RINT/ $1\nE\n")
            .With("libc", Compile("cc-a"), "a").With("libc", Compile("cc-b"), "b")
            .With("app", "FROM imgrep/libc AS libc\nFROM scratch\nCOPY --from=libc /lib /usr/lib\n");
        tree.Write("packages/libc/source", "print 1\nreturn\n");
        return tree;
    }

    private static string Compile(string compiler) =>
        $"FROM imgrep/{compiler} AS build\nCOPY source /\nRUN mkdir -p /rootfs/lib && cc /source >/rootfs/lib/libc\nFROM scratch\nCOPY --from=build /rootfs /\n";

    [Needs("bwrap")]
    public void Routes_that_agree_make_one_image_and_each_has_its_log()
    {
        using var tree = Tree();
        var outcome = tree.Run("build", "app", "libc", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldNotContain("warning");
        var packages = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("packages").EnumerateArray().ToDictionary(package => package.GetProperty("name").GetString()!);
        packages["app"].GetProperty("agreed").GetBoolean().ShouldBeTrue();
        packages["libc"].GetProperty("routes").EnumerateArray().Select(route => route.GetString()).ShouldBe(["a", "b"]);
        tree.Log("libc.a").ShouldContain("RUN");
        tree.Log("libc.b").ShouldContain("RUN");
        Directory.Exists(Path.Combine(tree.Root, "out/diff")).ShouldBeFalse();
    }

    [Needs("bwrap")]
    public void A_compiler_that_plants_a_string_is_caught_and_nothing_is_built_on_what_it_made()
    {
        using var tree = Tree("; echo planted");
        foreach (var _ in (int[])[1, 2])
        {
            var outcome = tree.Run("build");
            outcome.ExitCode.ShouldBe(3, outcome.ToString());
            outcome.Output.ShouldBeEmpty();
            outcome.Errors.ShouldContain("    --- a\n    +++ b\n    ~ /lib/libc: bytes differ from 15 (0xf) on; size 23 -> 15\nlibc: error: its routes differ");
        }
        File.ReadAllText(Path.Combine(tree.Root, "out/diff/libc/a/lib/libc")).ShouldBe("PRINT 1\nreturn\nplanted\n");
        File.ReadAllText(Path.Combine(tree.Root, "out/diff/libc/b/lib/libc")).ShouldBe("PRINT 1\nreturn\n");
        File.Exists(Path.Combine(tree.Root, "out/logs/app.log")).ShouldBeFalse();
        tree.Run("digest", "libc").ExitCode.ShouldBe(3);
        tree.Write("packages/cc-a/Containerfile", File.ReadAllText(Path.Combine(tree.Root, "packages/cc-a/Containerfile")).Replace("; echo planted", "", StringComparison.Ordinal));
        tree.Build("app");
        Directory.Exists(Path.Combine(tree.Root, "out/diff/libc")).ShouldBeFalse();
    }

    [Needs("bwrap")]
    public void One_route_alone_proves_nothing_and_neither_does_what_rests_on_it()
    {
        using var tree = Tree("; echo planted");
        var outcome = tree.Run("build", "--route", "a", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldContain("libc: warning: built from the route a only: that b gives the same was not proven\napp: warning: rests on that, so it counts as not agreed\n");
        JsonDocument.Parse(outcome.Output).RootElement.GetProperty("packages").EnumerateArray()
            .Where(package => !package.GetProperty("agreed").GetBoolean()).Select(package => package.GetProperty("name").GetString()).ShouldBe(["libc", "app"]);
        File.ReadAllText(Path.Combine(tree.Root, "out/app.digest")).ShouldEndWith("\nnot agreed\n");
        File.Exists(Path.Combine(tree.Root, "out/logs/libc.b.log")).ShouldBeFalse();
        tree.Run("digest", "app").ExitCode.ShouldBe(3);
        tree.Run("digest", "app", "--route", "a").ExitCode.ShouldBe(0);

        // Who has time for one route sees whether others got the same.
        var libc = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("packages").EnumerateArray()
            .First(package => package.GetProperty("name").GetString() == "libc").GetProperty("digest").GetString()!["sha256:".Length..];
        tree.Write("digests", $"{libc}  libc\n");
        tree.Run("build", "libc", "--route", "a").Errors
            .ShouldContain("libc: warning: built from the route a only, which gave the committed digest: that b gives the same was not proven\n");
        tree.Run("build", "libc", "--route", "b").Errors.ShouldContain($"built from the route b only, which gave sha256:");
    }

    [Needs("bwrap")]
    public void What_one_route_gave_counts_once_the_others_give_it_too()
    {
        using var tree = Tree();
        var alone = tree.Run("build", "app", "--route", "b").Output;
        var outcome = tree.Run("build", "app");
        outcome.Output.ShouldBe(alone, outcome.ToString());
        outcome.Errors.ShouldNotContain("libc.b:");
        outcome.Errors.ShouldNotContain("app: 1/");
        File.ReadAllText(Path.Combine(tree.Root, "out/app.digest")).ShouldNotContain("not agreed");
    }

    [Needs("bwrap")]
    public void A_change_to_one_route_leaves_the_others_alone()
    {
        using var tree = Tree();
        tree.Build("libc");
        tree.With("libc", "# better\n" + Compile("cc-a"), "a");
        var outcome = tree.Run("build", "libc");
        outcome.Errors.ShouldContain("libc.a:");
        outcome.Errors.ShouldNotContain("libc.b:");
    }

    /// <summary>The tree with a third route, which only who asks for the package waits for.</summary>
    private static SmallTree TreeWithDeferred(string plant = "") => Tree()
        .With("cc-c", $"FROM imgrep/base\nCOPY --chmod=755 <<'E' /bin/cc\n#!/bin/sh\nsed -e s/print/PRINT/ $1{plant}\nE\n")
        .With("libc", "# route=deferred\n" + Compile("cc-c"), "c");

    [Needs("bwrap")]
    public void A_deferred_route_is_built_where_its_package_is_asked_for()
    {
        using var tree = TreeWithDeferred();
        var outcome = tree.Run("build", "app", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldContain("libc: warning: a and b agree, which suffices to build on it; that c gives the same was not proven here (imgrep build libc)\n");
        JsonDocument.Parse(outcome.Output).RootElement.GetProperty("packages")[0].GetProperty("agreed").GetBoolean().ShouldBeTrue();
        foreach (var log in (string[])["cc-c", "libc.c"])
            File.Exists(Path.Combine(tree.Root, $"out/logs/{log}.log")).ShouldBeFalse(log);
        tree.Run("digest", "app").ExitCode.ShouldBe(0);

        outcome = tree.Run("build", "libc", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Errors.ShouldNotContain("warning");
        JsonDocument.Parse(outcome.Output).RootElement.GetProperty("packages")[0].GetProperty("routes").GetArrayLength().ShouldBe(3);
        tree.Run("build", "app").Errors.ShouldNotContain("warning");
    }

    [Needs("bwrap")]
    public void A_deferred_route_that_differs_is_never_passed_over_again()
    {
        using var tree = TreeWithDeferred("; echo planted");
        tree.Run("build", "app").ExitCode.ShouldBe(0);
        tree.Run("build", "libc").ExitCode.ShouldBe(3);
        foreach (var command in (string[][])[["build", "app"], ["build"], ["digest", "app"]])
            tree.Run(command).ExitCode.ShouldBe(3, string.Join(' ', command));
    }

    [Needs("bwrap")]
    public void Neither_is_one_that_rests_on_a_package_whose_deferred_route_waits()
    {
        using var tree = TreeWithDeferred();
        foreach (var (route, text) in (ReadOnlySpan<(string, string)>)[("x", ""), ("y", "# same\n"), ("z", "# route=deferred\n")])
            tree.With("lib", $"{text}FROM imgrep/libc AS libc\nFROM scratch\nCOPY --from=libc /lib /{(route == "z" ? "other" : "usr")}\n", route);
        tree.With("user", "FROM imgrep/lib AS lib\nFROM scratch\nCOPY --from=lib / /\n");
        tree.Run("build", "user").ExitCode.ShouldBe(0);
        tree.Run("build", "lib").ExitCode.ShouldBe(3);
        tree.Run("build", "user").ExitCode.ShouldBe(3);
        File.Exists(Path.Combine(tree.Root, "out/logs/libc.c.log")).ShouldBeFalse();
    }

    [Needs("bwrap")]
    public void Whoever_builds_or_reproduces_a_whole_tree_builds_its_deferred_routes()
    {
        using var tree = TreeWithDeferred();
        tree.Run("build", "app").ExitCode.ShouldBe(0);
        foreach (var command in (string[])["build", "reproduce"])
        {
            var outcome = tree.Run(command);
            outcome.ExitCode.ShouldBe(0, outcome.ToString());
            outcome.Errors.ShouldContain("libc.c: 2/3 RUN");
            outcome.Errors.ShouldNotContain("warning");
        }
    }

    [Needs("bwrap")]
    public void Configurations_count_too()
    {
        using var tree = Tree().With("libc", Compile("cc-b") + "ENV X=1\n", "b");
        var outcome = tree.Run("build", "libc");
        outcome.ExitCode.ShouldBe(3, outcome.ToString());
        outcome.Errors.ShouldContain("~ configuration config.Env: ");
    }

    [Needs("bwrap")]
    public void A_link_in_place_of_out_is_not_followed()
    {
        using var tree = Tree();
        var elsewhere = Directory.CreateTempSubdirectory("imgrep-elsewhere-").FullName;
        File.CreateSymbolicLink(Path.Combine(tree.Root, "out"), elsewhere);
        var outcome = tree.Run("build", "libc");
        outcome.ExitCode.ShouldBe(2, outcome.ToString());
        outcome.Errors.ShouldContain("out: error: it is a link, which is not followed");
        Directory.EnumerateFileSystemEntries(elsewhere).ShouldBeEmpty();
        Directory.Delete(elsewhere);
    }
}
