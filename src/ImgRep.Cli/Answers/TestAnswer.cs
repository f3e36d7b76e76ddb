using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Cli.Display;
using ImgRep.Host.Testing;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>How tests of packages ended; for people, <c>passed  zlib.test</c> or <c>failed  zlib.test</c>.</summary>
/// <param name="Without">Packages that have no test.</param>
internal sealed record TestAnswer(ImmutableArray<EndedTest> Tests, ImmutableArray<PackageName> Without) : IAnswer
{
    /// <returns>The exit code.</returns>
    public static int Conclude(ParseResult arguments, ImmutableArray<PlannedTest> tests, ImmutableArray<PackageName> without)
    {
        var answer = new TestAnswer([.. tests.Select(EndedTest.From)], without);
        Answer.Print(arguments, answer);
        if (!without.IsEmpty)
            Report.Warning(string.Join(", ", without), "has no test: tests/packages/NAME/Containerfile would be one");
        return answer.Tests.All(test => test.Passed) ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    public IEnumerable<string> Lines() => Tests.Select(test => $"{(test.Passed ? "passed" : "failed")}  {test.Package}.{test.Kind}");
}

/// <param name="Kind"><c>test</c> or <c>upstream</c>.</param>
/// <param name="Image">What was tested.</param>
internal sealed record EndedTest(PackageName Package, string Kind, Digest Image, bool Passed)
{
    public static EndedTest From(PlannedTest test) => new(test.Test.Package, test.Test.Name!, test.Image, test.HasPassed);
}
