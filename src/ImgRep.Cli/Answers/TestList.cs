using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Host.Testing;
using ImgRep.Packages;

namespace ImgRep.Cli.Answers;

/// <summary>How tests of packages ended, as an answer.</summary>
internal static class TestList
{
    /// <summary>One line each: <c>passed  zlib.test</c> or <c>failed  zlib.test</c>.</summary>
    /// <param name="without">Packages that have no test.</param>
    /// <returns>The exit code.</returns>
    public static int Conclude(ImmutableArray<PlannedTest> tests, ImmutableArray<PackageName> without, bool asJson)
    {
        if (asJson)
        {
            Answer.WriteJson(json => Write(tests, without, json));
        }
        else
        {
            using var output = Answer.Open();
            foreach (var test in tests)
                output.WriteLine($"{(test.HasPassed ? "passed" : "failed")}  {test.Test.Label}");
        }
        if (!without.IsEmpty)
            Report.Warning(string.Join(", ", without), "has no test: tests/packages/NAME/Containerfile would be one");
        return tests.All(test => test.HasPassed) ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    /// <summary><c>{"tests":[{"package","kind","image","passed"}],"without":[NAME]}</c>; kind is test or upstream.</summary>
    private static void Write(ImmutableArray<PlannedTest> tests, ImmutableArray<PackageName> without, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("tests");
        foreach (var test in tests)
        {
            json.WriteStartObject();
            json.WriteString("package", test.Test.Package.ToString());
            json.WriteString("kind", test.Test.Name);
            json.WriteString("image", test.Image.ToString());
            json.WriteBoolean("passed", test.HasPassed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("without");
        foreach (var name in without)
            json.WriteStringValue(name.ToString());
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
