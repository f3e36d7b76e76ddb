using System.Buffers;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>The values of <c>--chmod</c>: octal digits up to 7777, or the symbolic modes of chmod(1).</summary>
internal static class ModeText
{
    private static readonly SearchValues<char> Permissions = SearchValues.Create("rwxXst");

    public static bool IsSound(string mode)
    {
        if (!mode.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return mode.TrimStart('0').Length <= 4 && !mode.AsSpan().ContainsAnyExceptInRange('0', '7');
        return mode.Split(',').All(IsClause);
    }

    /// <summary><c>ugoa</c> in any number, then operators, each with permissions or one of <c>ugo</c>.</summary>
    private static bool IsClause(string clause)
    {
        var rest = clause.AsSpan().TrimStart("ugoa");
        if (rest.IsEmpty)
            return false;
        while (!rest.IsEmpty)
        {
            if (rest[0] is not ('+' or '-' or '='))
                return false;
            rest = rest[1..];
            var end = rest.IndexOfAny("+-=");
            var permissions = end < 0 ? rest : rest[..end];
            if (permissions is not ("u" or "g" or "o") && permissions.ContainsAnyExcept(Permissions))
                return false;
            rest = rest[permissions.Length..];
        }
        return true;
    }
}
