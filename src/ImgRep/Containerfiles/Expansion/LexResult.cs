namespace ImgRep.Containerfiles.Expansion;

/// <summary>What reading a word gave.</summary>
/// <param name="Text">The word, expanded; as written if there was an error.</param>
/// <param name="Words">Its parts by white space that was not quoted, only when they were asked for.</param>
/// <param name="Unset">The variables in it that nothing sets, and whose absence nothing in the word provides for.</param>
internal readonly record struct LexResult(string Text, List<string> Words, LexError? Error, IReadOnlyList<string> Unset);

/// <param name="Offset">In the word as written.</param>
/// <param name="IsValue">Whether another value of a variable would mend it.</param>
internal sealed record LexError(int Offset, string Message, string Hint, bool IsValue = false);
