using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Puts one value that stands in a text into a tensor. A value that the dtype cannot hold is refused: an integer out of range, a
/// fraction for an integer dtype, a number too large for a float dtype. A fraction with more digits than the dtype keeps is rounded.
/// </summary>
internal static class ElementParser
{
    /// <summary>Stores a number; returns null, or what is wrong with it.</summary>
    public static string? StoreNumber(Tensor tensor, int index, ReadOnlySpan<byte> text) => tensor.DType switch
    {
        DType.Float32 => Store(tensor, index, text, NumberParser.TryParse(text, out float value), value, float.IsFinite(value)),
        DType.Float64 => Store(tensor, index, text, NumberParser.TryParse(text, out double value), value, double.IsFinite(value)),
        DType.Float16 => Store(tensor, index, text, NumberParser.TryParse(text, out Half value), value, Half.IsFinite(value)),
        DType.BFloat16 => Store(tensor, index, text, NumberParser.TryParse(text, out BFloat16 value), value, float.IsFinite((float)value)),
        DType.Int8 => StoreInteger<sbyte>(tensor, index, text),
        DType.Int16 => StoreInteger<short>(tensor, index, text),
        DType.Int32 => StoreInteger<int>(tensor, index, text),
        DType.Int64 => StoreInteger<long>(tensor, index, text),
        DType.UInt8 => StoreInteger<byte>(tensor, index, text),
        DType.UInt16 => StoreInteger<ushort>(tensor, index, text),
        DType.UInt32 => StoreInteger<uint>(tensor, index, text),
        DType.UInt64 => StoreInteger<ulong>(tensor, index, text),
        _ => Mismatch(tensor.DType, TensorFileErrors.Quote(text)),
    };

    /// <summary>Stores NaN or an infinity; returns null, or what is wrong with it.</summary>
    public static string? StoreSpecial(Tensor tensor, int index, double value)
    {
        switch (tensor.DType)
        {
            case DType.Float32:
                tensor.Writable<float>()[index] = (float)value;
                return null;
            case DType.Float64:
                tensor.Writable<double>()[index] = value;
                return null;
            case DType.Float16:
                tensor.Writable<Half>()[index] = (Half)value;
                return null;
            case DType.BFloat16:
                tensor.Writable<BFloat16>()[index] = (BFloat16)(float)value;
                return null;
            default:
                Span<byte> text = stackalloc byte[NumberText.MaxLength];
                return Mismatch(tensor.DType, TensorFileErrors.Quote(text[..NumberText.Format(value, text)]));
        }
    }

    /// <summary>Stores a bool; returns null, or what is wrong with it.</summary>
    public static string? StoreBool(Tensor tensor, int index, bool value)
    {
        if (tensor.DType != DType.Bool)
            return Mismatch(tensor.DType, value ? "true" : "false");
        tensor.Writable<bool>()[index] = value;
        return null;
    }

    /// <summary>What a dtype takes, and what stood there instead.</summary>
    public static string Mismatch(DType dtype, string found) => dtype switch
    {
        DType.Bool => $"bool takes true or false, got {found}",
        DType.String => $"string takes a text in quotes, got {found}",
        DType.Complex64 or DType.Complex128 => $"{dtype.Name()} has no text form that is read; use an npy file",
        _ when dtype.IsInteger() => $"{dtype.Name()} takes an integer, got {found}",
        _ => $"{dtype.Name()} takes a number, got {found}",
    };

    private static string? Store<T>(Tensor tensor, int index, ReadOnlySpan<byte> text, bool isNumber, T value, bool isFinite)
        where T : struct
    {
        if (!isNumber)
            return Mismatch(tensor.DType, TensorFileErrors.Quote(text));
        if (!isFinite)
            return $"{TensorFileErrors.Quote(text)} is out of range for {tensor.DType.Name()}";
        tensor.Writable<T>()[index] = value;
        return null;
    }

    private static string? StoreInteger<T>(Tensor tensor, int index, ReadOnlySpan<byte> text)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var name = tensor.DType.Name();
        if (!NumberParser.TryParseExact(text, out var value))
            return NotAnInteger(name, text, T.MinValue, T.MaxValue);
        if (value < Int128.CreateChecked(T.MinValue) || value > Int128.CreateChecked(T.MaxValue))
            return OutOfRange(name, text, T.MinValue, T.MaxValue);
        tensor.Writable<T>()[index] = T.CreateTruncating(value);
        return null;
    }

    private static string NotAnInteger<T>(string dtype, ReadOnlySpan<byte> text, T smallest, T largest)
    {
        if (!NumberParser.TryParse(text, out double value))
            return $"{dtype} takes an integer, got {TensorFileErrors.Quote(text)}";
        return Math.Abs(value) >= ulong.MaxValue
            ? OutOfRange(dtype, text, smallest, largest)
            : $"{dtype} takes an integer, got the fraction {TensorFileErrors.Quote(text)}";
    }

    private static string OutOfRange<T>(string dtype, ReadOnlySpan<byte> text, T smallest, T largest) =>
        $"{TensorFileErrors.Quote(text)} is out of range for {dtype}, {smallest} to {largest}";
}
