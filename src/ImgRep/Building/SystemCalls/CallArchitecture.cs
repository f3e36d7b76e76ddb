namespace ImgRep.Building.SystemCalls;

/// <summary>A processor's numbering of system calls.</summary>
/// <param name="Audit">How seccomp_data names it (<c>AUDIT_ARCH_*</c>, linux/audit.h).</param>
/// <param name="OciName">How the <c>linux.seccomp</c> of runtime-spec names it.</param>
/// <param name="NumberOf">A call's number, null where it has none.</param>
public sealed record CallArchitecture(uint Audit, string OciName, Func<SystemCall, uint?> NumberOf)
{
    private static readonly CallArchitecture Amd64 = new(0xC000003E, "SCMP_ARCH_X86_64", call => call.Amd64);

    private static readonly CallArchitecture Arm64 = new(0xC00000B7, "SCMP_ARCH_AARCH64", call => call.Arm64);

    public uint Number(string name) => NumberOf(SystemCall.All.First(call => call.Name == name))!.Value;

    /// <param name="architecture">In Go's names.</param>
    /// <returns>Null for one whose numbers are not known here.</returns>
    public static CallArchitecture? Find(string architecture) => architecture switch
    {
        "amd64" => Amd64,
        "arm64" => Arm64,
        _ => null,
    };
}
