using System.Buffers;
using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// The text form of a tensor: a scalar's value alone; lists in brackets, one row per line, never elided and never wrapped, so that
/// the same tensor is the same bytes on every machine. Strings are quoted as in JSON, save that a scalar string is its text.
/// </summary>
public static class TensorText
{
    /// <summary>Writes one element of a tensor.</summary>
    internal delegate void ElementWriter(Tensor tensor, int index, IBufferWriter<byte> output);

    /// <summary>Writes a tensor, without a line end behind it.</summary>
    /// <exception cref="GraphRunException">A resource or variant, which has no text.</exception>
    public static void Write(Tensor tensor, IBufferWriter<byte> output)
    {
        if (tensor.DType == DType.String && tensor.Rank == 0)
            StringText.WritePlain(tensor.Value<byte[]>(), output);
        else if (tensor.Rank == 0)
            Element(tensor.DType)(tensor, 0, output);
        else
            WriteRows(tensor, output, Element(tensor.DType));
    }

    /// <summary>The writer of one dtype's elements.</summary>
    internal static ElementWriter Element(DType dtype) => dtype switch
    {
        DType.Float32 => static (tensor, i, output) => output.Advance(NumberText.Format(tensor.Values<float>()[i], Room(output))),
        DType.Float64 => static (tensor, i, output) => output.Advance(NumberText.Format(tensor.Values<double>()[i], Room(output))),
        DType.Float16 => static (tensor, i, output) => output.Advance(NumberText.Format(tensor.Values<Half>()[i], Room(output))),
        DType.BFloat16 => static (tensor, i, output) => output.Advance(NumberText.Format(tensor.Values<BFloat16>()[i], Room(output))),
        DType.Complex64 => static (tensor, i, output) => output.Advance(NumberText.Format(tensor.Values<Complex64>()[i], Room(output))),
        DType.Complex128 => static (tensor, i, output) => output.Advance(NumberText.Format(tensor.Values<Complex>()[i], Room(output))),
        DType.Int8 => WriteInteger<sbyte>,
        DType.Int16 => WriteInteger<short>,
        DType.Int32 => WriteInteger<int>,
        DType.Int64 => WriteInteger<long>,
        DType.UInt8 => WriteInteger<byte>,
        DType.UInt16 => WriteInteger<ushort>,
        DType.UInt32 => WriteInteger<uint>,
        DType.UInt64 => WriteInteger<ulong>,
        DType.Bool => static (tensor, i, output) => output.Write(tensor.Values<bool>()[i] ? "true"u8 : "false"u8),
        DType.String => static (tensor, i, output) => StringText.WriteQuoted(tensor.Values<byte[]>()[i], output),
        _ => throw new GraphRunException(ErrorCode.UnprintableValue, $"a {dtype.Name()} has no text form"),
    };

    private static Span<byte> Room(IBufferWriter<byte> output) => output.GetSpan(2 * NumberText.MaxLength);

    private static void WriteInteger<T>(Tensor tensor, int index, IBufferWriter<byte> output)
        where T : struct, IUtf8SpanFormattable
    {
        tensor.Values<T>()[index].TryFormat(Room(output), out var length, default, null);
        output.Advance(length);
    }

    private static void WriteRows(Tensor tensor, IBufferWriter<byte> output, ElementWriter element)
    {
        var rows = new RowWalk(tensor);
        Repeat((byte)'[', rows.Rank, output);
        while (true)
        {
            for (var i = 0; i < rows.Width; i++)
            {
                if (i > 0)
                    output.Write(", "u8);
                element(tensor, rows.First + i, output);
            }

            var closed = rows.Next();
            Repeat((byte)']', closed, output);
            if (closed == rows.Rank)
                return;
            output.Write(",\n"u8);
            Repeat((byte)' ', rows.Rank - closed, output);
            Repeat((byte)'[', closed, output);
        }
    }

    private static void Repeat(byte character, int count, IBufferWriter<byte> output)
    {
        output.GetSpan(count)[..count].Fill(character);
        output.Advance(count);
    }
}
