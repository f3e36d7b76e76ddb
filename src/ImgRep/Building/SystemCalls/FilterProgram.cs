using System.Buffers.Binary;

namespace ImgRep.Building.SystemCalls;

/// <summary>The policy as a program for the kernel (seccomp(2), classic BPF of linux/filter.h): 8 bytes an instruction.</summary>
public static class FilterProgram
{
    private const ushort LoadWord = 0x20;
    private const ushort And = 0x54;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort Return = 0x06;

    // struct seccomp_data of linux/seccomp.h.
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint ArgumentsOffset = 16;

    private const uint Allow = 0x7FFF0000;
    private const uint Error = 0x00050000;
    private const uint Notify = 0x7FC00000;
    private const uint KillProcess = 0x80000000;

    /// <summary>The numbers of x32, a second numbering under the name of amd64, have this bit; all but -1, which no call has.</summary>
    private const uint OtherNumbering = 0x40000000;

    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    /// <summary>What happens from a number on, up to the next segment.</summary>
    private readonly record struct Segment(uint Start, IReadOnlyList<Instruction> Code);

    /// <summary>A filter that answers nothing: one more to count.</summary>
    public static byte[] Mark { get; } = Bytes([new(Return, 0, 0, Allow)]);

    /// <summary>Calls by another architecture's numbers end the process: a program that is not for this one.</summary>
    /// <param name="isWatched">Whether who holds the filter's listener answers the calls that are refused.</param>
    public static byte[] Assemble(CallArchitecture architecture, bool isWatched = false)
    {
        List<Instruction> program =
        [
            new(LoadWord, 0, 0, ArchitectureOffset),
            new(JumpIfEqual, 1, 0, architecture.Audit),
            new(Return, 0, 0, KillProcess),
            new(LoadWord, 0, 0, NumberOffset),
            .. Search(Segments(architecture, isWatched ? Notify : Error | CallPolicy.NotPermitted)),
        ];
        return Bytes(program);
    }

    private static byte[] Bytes(List<Instruction> program)
    {
        var bytes = new byte[program.Count * 8];
        for (var i = 0; i < program.Count; i++)
            Write(program[i], bytes.AsSpan(i * 8, 8));
        return bytes;
    }

    /// <summary>All numbers from 0 up, neighbours with the same code as one.</summary>
    private static Segment[] Segments(CallArchitecture architecture, uint refusal)
    {
        var known = SystemCall.All.Where(call => architecture.NumberOf(call) is not null).ToDictionary(call => architecture.NumberOf(call)!.Value, call => CodeOf(call, refusal));
        var last = known.Keys.Max();
        var segments = new List<Segment>();
        for (uint number = 0; number <= last; number++)
            Add(number, known.GetValueOrDefault(number) ?? Answer(refusal));
        Add(last + 1, Answer(Error | CallPolicy.NotImplemented));
        Add(OtherNumbering, Answer(KillProcess));
        Add(uint.MaxValue, Answer(refusal));
        return [.. segments];

        void Add(uint start, IReadOnlyList<Instruction> code)
        {
            if (segments.Count == 0 || !segments[^1].Code.SequenceEqual(code))
                segments.Add(new Segment(start, code));
        }
    }

    private static IReadOnlyList<Instruction> CodeOf(SystemCall call, uint refusal)
    {
        if (CallPolicy.RuleOf(call) is { } rule)
            return CodeOf(rule, refusal);
        if (call.Name == CallPolicy.Absent)
            return Answer(Error | CallPolicy.NotImplemented);
        return Answer(CallPolicy.IsRefused(call) ? refusal : Allow);
    }

    /// <summary>Compares with each value: the first that is equal jumps to the last instruction.</summary>
    private static IReadOnlyList<Instruction> CodeOf(ArgumentRule rule, uint refusal)
    {
        var (equal, other) = rule.IsAllowList ? (Allow, refusal) : (refusal, Allow);
        return
        [
            new(LoadWord, 0, 0, ArgumentsOffset + (8 * (uint)rule.Argument)),
            new(And, 0, 0, rule.Mask),
            .. rule.Values.Select((value, i) => new Instruction(JumpIfEqual, checked((byte)(rule.Values.Length - i)), 0, value)),
            new(Return, 0, 0, other),
            new(Return, 0, 0, equal),
        ];
    }

    private static IReadOnlyList<Instruction> Answer(uint answer) => [new(Return, 0, 0, answer)];

    /// <summary>A binary search for the segment of the number that was loaded.</summary>
    private static IReadOnlyList<Instruction> Search(ReadOnlySpan<Segment> segments)
    {
        if (segments.Length == 1)
            return segments[0].Code;
        var middle = segments.Length / 2;
        var below = Search(segments[..middle]);
        return [new(JumpIfAtLeast, checked((byte)below.Count), 0, segments[middle].Start), .. below, .. Search(segments[middle..])];
    }

    private static void Write(Instruction instruction, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, instruction.Code);
        bytes[2] = instruction.IfTrue;
        bytes[3] = instruction.IfFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], instruction.Operand);
    }
}
