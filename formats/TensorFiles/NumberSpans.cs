using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Stretches of numeric tensors of any dtype as wide numbers, which hold each of them exactly, and back.</summary>
internal static class NumberSpans
{
    /// <summary>Reads integers from <paramref name="start"/> on.</summary>
    public static void Read(Tensor tensor, int start, Span<Int128> values)
    {
        switch (tensor.DType)
        {
            case DType.Int8: Read<sbyte>(tensor, start, values); break;
            case DType.Int16: Read<short>(tensor, start, values); break;
            case DType.Int32: Read<int>(tensor, start, values); break;
            case DType.Int64: Read<long>(tensor, start, values); break;
            case DType.UInt8: Read<byte>(tensor, start, values); break;
            case DType.UInt16: Read<ushort>(tensor, start, values); break;
            case DType.UInt32: Read<uint>(tensor, start, values); break;
            default: Read<ulong>(tensor, start, values); break;
        }
    }

    /// <summary>Reads floats from <paramref name="start"/> on.</summary>
    public static void Read(Tensor tensor, int start, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = tensor.DType switch
            {
                DType.Float32 => tensor.Values<float>()[start + i],
                DType.Float64 => tensor.Values<double>()[start + i],
                DType.Float16 => (double)tensor.Values<Half>()[start + i],
                _ => (float)tensor.Values<BFloat16>()[start + i],
            };
        }
    }

    /// <summary>Writes integers, rounded where the target is a float; returns the index of the first that does not fit, or -1.</summary>
    public static int Write(ReadOnlySpan<Int128> values, Tensor tensor, int start) => tensor.DType switch
    {
        DType.Int8 => Write<sbyte>(values, tensor, start),
        DType.Int16 => Write<short>(values, tensor, start),
        DType.Int32 => Write<int>(values, tensor, start),
        DType.Int64 => Write<long>(values, tensor, start),
        DType.UInt8 => Write<byte>(values, tensor, start),
        DType.UInt16 => Write<ushort>(values, tensor, start),
        DType.UInt32 => Write<uint>(values, tensor, start),
        DType.UInt64 => Write<ulong>(values, tensor, start),
        _ => WriteRounded(values, tensor, start),
    };

    /// <summary>Writes floats, rounded; returns the index of the first finite one that would become infinite, or -1.</summary>
    public static int Write(ReadOnlySpan<double> values, Tensor tensor, int start)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!Store(tensor, start + i, values[i], (float)values[i]) && double.IsFinite(values[i]))
                return i;
        }

        return -1;
    }

    private static int WriteRounded(ReadOnlySpan<Int128> values, Tensor tensor, int start)
    {
        for (var i = 0; i < values.Length; i++)
        {
            // From 64 bits straight to float32: by way of float64 it would be rounded twice.
            var value = values[i];
            var isSigned = value <= long.MaxValue;
            if (!Store(tensor, start + i, isSigned ? (long)value : (ulong)value, isSigned ? (long)value : (ulong)value))
                return i;
        }

        return -1;
    }

    /// <summary>Stores a number, given in both widths; false when what is stored is not finite.</summary>
    private static bool Store(Tensor tensor, int index, double wide, float narrow)
    {
        switch (tensor.DType)
        {
            case DType.Float32:
                tensor.Writable<float>()[index] = narrow;
                return float.IsFinite(narrow);
            case DType.Float64:
                tensor.Writable<double>()[index] = wide;
                return double.IsFinite(wide);
            case DType.Float16:
                tensor.Writable<Half>()[index] = (Half)wide;
                return Half.IsFinite((Half)wide);
            default:
                tensor.Writable<BFloat16>()[index] = NumberParser.ToBFloat16(wide);
                return float.IsFinite((float)tensor.Values<BFloat16>()[index]);
        }
    }

    private static void Read<T>(Tensor tensor, int start, Span<Int128> values)
        where T : struct, IBinaryInteger<T>
    {
        var source = tensor.Values<T>().Slice(start, values.Length);
        for (var i = 0; i < values.Length; i++)
            values[i] = Int128.CreateTruncating(source[i]);
    }

    private static int Write<T>(ReadOnlySpan<Int128> values, Tensor tensor, int start)
        where T : struct, IBinaryInteger<T>
    {
        var target = tensor.Writable<T>().Slice(start, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            target[i] = T.CreateTruncating(values[i]);
            if (Int128.CreateTruncating(target[i]) != values[i])
                return i;
        }

        return -1;
    }
}
