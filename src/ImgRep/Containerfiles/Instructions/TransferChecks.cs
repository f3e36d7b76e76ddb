namespace ImgRep.Containerfiles.Instructions;

/// <summary>What BuildKit refuses of COPY and ADD once their words are expanded.</summary>
internal static class TransferChecks
{
    public static IEnumerable<(string Word, string Message, string Hint)> Check(TransferInstruction instruction)
    {
        if (instruction.Mode is { } mode && !ModeText.IsSound(mode))
            yield return (mode, $"--chmod cannot be '{mode}'", "write octal digits like 0755, or changes like u=rwX,go=rX");
        if (instruction is CopyInstruction)
        {
            foreach (var source in instruction.Sources.Where(source => AddSource.KindOf(source) != AddSourceKind.Context))
                yield return (source, $"COPY cannot fetch '{source}'", "write ADD --checksum=sha256:HEX URL DESTINATION");
        }
        if (instruction is AddInstruction { Checksum: { } checksum } add)
        {
            if (add.Sources.Length != 1 || AddSource.KindOf(add.Sources[0]) == AddSourceKind.Context)
                yield return (checksum, "--checksum needs exactly one source, and a remote one", "write one ADD for each file");
            else if (AddSource.KindOf(add.Sources[0]) == AddSourceKind.Url && !IsDigest(checksum))
                yield return (checksum, $"--checksum cannot be '{checksum}'", "write sha256: and 64 hexadecimal digits in small letters");
        }
    }

    private static bool IsDigest(string text) => ImageReference.TryParse("x@" + text) is not null;
}
