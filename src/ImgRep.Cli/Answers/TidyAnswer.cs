using ImgRep.Host.Trust.Signing;

namespace ImgRep.Cli.Answers;

/// <summary>What became of each signature that was out of order.</summary>
internal sealed class TidyAnswer(IEnumerable<TidiedSignature> tidied) : List<TidiedSignature>(tidied), IAnswer
{
    public IEnumerable<string> Lines() => this.Select(signature => signature.To.Length > 0 ? $"{signature.From} -> {signature.To}"
        : $"{signature.From}: removed, it is there twice");
}
