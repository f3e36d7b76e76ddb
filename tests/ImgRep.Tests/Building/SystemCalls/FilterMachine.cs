using System.Buffers.Binary;

namespace ImgRep.Tests.Building.SystemCalls;

/// <summary>Runs a filter as the kernel does (classic BPF over struct seccomp_data), as far as filters of ours go.</summary>
internal static class FilterMachine
{
    public static uint Run(byte[] program, uint architecture, uint number, params ulong[] arguments)
    {
        var data = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), architecture);
        for (var i = 0; i < arguments.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16 + (8 * i)), arguments[i]);
        uint accumulator = 0;
        for (var at = 0; ; at++)
        {
            var instruction = program.AsSpan(at * 8, 8);
            var operand = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(instruction))
            {
                case 0x20:
                    accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)operand));
                    break;
                case 0x54:
                    accumulator &= operand;
                    break;
                case 0x15:
                    at += accumulator == operand ? instruction[2] : instruction[3];
                    break;
                case 0x35:
                    at += accumulator >= operand ? instruction[2] : instruction[3];
                    break;
                case 0x06:
                    return operand;
                default:
                    throw new InvalidOperationException($"instruction {at}");
            }
        }
    }
}
