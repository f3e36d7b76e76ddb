using System.CommandLine;
using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Policies;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Cli.Answers;

/// <summary>Verdicts as an answer: a line or a few for each image, or one JSON object.</summary>
internal static class VerdictReport
{
    public static void Print(List<(AskedImage Asked, Verdict? Verdict)> judged, VerifiedCheckout verified, ParseResult arguments)
    {
        foreach (var rejection in verified.Rejections)
            Report.Warning(rejection.File, $"it does not count: {rejection.Reason}");
        var unmeetable = Satisfiability.Check(verified.Root.Policy, verified.Root.Keys.People, DateTimeOffset.UtcNow, Severity.Warning).ToList();
        unmeetable.ForEach(Report.Print);
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json => Write(judged, verified, unmeetable, json));
            return;
        }
        using var output = Answer.Open();
        foreach (var (asked, verdict) in judged)
            Print(asked, verdict, verified, output);
        var met = judged.Count(one => one.Verdict is { IsMet: true });
        if (judged.Count != 1)
            output.WriteLine($"{met} of {judged.Count} images meet the policy");
    }

    private static void Print(AskedImage asked, Verdict? verdict, VerifiedCheckout verified, StreamWriter output)
    {
        if (verdict is null)
        {
            output.WriteLine($"{asked.Subject}: not confirmed: {DigestsFile.Path} has no line for it");
            return;
        }
        var state = verdict.IsMet ? "confirmed" : $"not confirmed, missing {VerdictText.Missing(verdict)}";
        output.WriteLine($"{asked.Subject}: {verdict.Image}: {state}: {Terminal.Printable(VerdictText.Counts(verdict))}");
        foreach (var note in VerdictText.Notes(verdict))
            output.WriteLine($"    {Terminal.Printable(note)}");
        if (OtherDigest(verdict, verified) is { } other)
            output.WriteLine($"    {DigestsFile.Path} has {other} for {verdict.Package}");
    }

    private static void Write(List<(AskedImage Asked, Verdict? Verdict)> judged, VerifiedCheckout verified, List<Diagnostic> unmeetable, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("met", judged.TrueForAll(one => one.Verdict is { IsMet: true }));
        json.WriteStartArray("images");
        foreach (var (asked, verdict) in judged)
            Write(asked, verdict, verified, json);
        json.WriteEndArray();
        json.WriteStartArray("rejected");
        foreach (var rejection in verified.Rejections)
        {
            json.WriteStartObject();
            json.WriteString("file", rejection.File);
            json.WriteString("reason", rejection.Reason);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("unmeetable");
        foreach (var diagnostic in unmeetable)
            json.WriteStringValue(diagnostic.Message);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(AskedImage asked, Verdict? verdict, VerifiedCheckout verified, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("subject", asked.Subject);
        json.WriteString("package", asked.Package.ToString());
        json.WriteBoolean("met", verdict is { IsMet: true });
        if (verdict is not null)
        {
            json.WriteString("digest", verdict.Image.ToString());
            if (OtherDigest(verdict, verified) is { } other)
                json.WriteString("digestInTree", other.ToString());
            json.WriteString("missing", VerdictText.Missing(verdict));
            json.WriteStartArray("requirements");
            foreach (var requirement in verdict.Requirements)
                Write(requirement, json);
            json.WriteEndArray();
            json.WriteStartArray("notes");
            foreach (var note in VerdictText.Notes(verdict))
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteStartArray("dissenters");
            foreach (var dissent in verdict.Dissents)
                json.WriteStringValue(dissent.Person);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Requirement requirement, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("what", requirement.What);
        json.WriteNumber("wanted", requirement.Wanted);
        json.WriteNumber("got", requirement.Got);
        json.WriteStartArray("who");
        foreach (var who in requirement.Who)
            json.WriteStringValue(who);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Digest? OtherDigest(Verdict verdict, VerifiedCheckout verified) =>
        verified.Root.Digests.GetValueOrDefault(verdict.Package) is { } committed && committed != verdict.Image ? committed : null;
}
