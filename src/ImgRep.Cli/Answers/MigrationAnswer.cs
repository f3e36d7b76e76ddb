using ImgRep.Host.Trust.History;

namespace ImgRep.Cli.Answers;

/// <summary>Where each signature went that did not lie in its maker's folder.</summary>
internal sealed class MigrationAnswer(IEnumerable<MovedSignature> moved) : List<MovedSignature>(moved), IAnswer
{
    public IEnumerable<string> Lines() => this.Select(signature => $"{signature.From} -> {signature.To}");
}
