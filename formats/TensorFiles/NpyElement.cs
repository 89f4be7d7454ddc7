using System.Globalization;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>The element type that an npy header names (<c>&lt;f4</c>), in this program's terms.</summary>
/// <param name="Size">Bytes of one element.</param>
/// <param name="IsBigEndian">Whether the bytes of each number must be turned round.</param>
/// <param name="IsUnicode">Whether strings are UTF-32 characters rather than bytes.</param>
internal readonly record struct NpyElement(DType DType, int Size, bool IsBigEndian, bool IsUnicode = false)
{
    private const int LargestString = 1 << 20;

    private static readonly (string Code, DType DType)[] codes =
    [
        ("b1", DType.Bool), ("i1", DType.Int8), ("i2", DType.Int16), ("i4", DType.Int32), ("i8", DType.Int64), ("u1", DType.UInt8),
        ("u2", DType.UInt16), ("u4", DType.UInt32), ("u8", DType.UInt64), ("f2", DType.Float16), ("f4", DType.Float32),
        ("f8", DType.Float64), ("c8", DType.Complex64), ("c16", DType.Complex128),
    ];

    /// <summary>Bytes that are turned round together: a complex number is two numbers, a string many.</summary>
    public int Unit => DType.IsComplex() ? Size / 2 : IsUnicode ? 4 : Size;

    /// <summary>The code that a tensor of this dtype is written with; a bfloat16 is written as the float32 it widens to.</summary>
    /// <returns>Null when the format has no code for it: strings, resources.</returns>
    public static string? CodeOf(DType dtype)
    {
        if (dtype == DType.BFloat16)
            return "<f4";
        foreach (var (code, candidate) in codes)
        {
            if (candidate == dtype)
                return (dtype.Size() == 1 ? "|" : "<") + code;
        }

        return null;
    }

    /// <summary>Reads a code. Python's own names for bfloat16 are not codes of NumPy: its extension types write <c>&lt;V2</c>.</summary>
    public static NpyElement Parse(string code, string file)
    {
        var order = code.Length > 0 ? code[0] : ' ';
        var kind = code.Length > 1 ? code[1..] : "";
        if (order is not ('<' or '>' or '=' or '|'))
            throw Unknown(code, file);
        if (kind.StartsWith('O'))
            throw TensorFileErrors.Invalid(file, $"dtype '{code}' holds Python objects; pickled objects are never loaded");
        if (kind == "V2")
            return new NpyElement(DType.BFloat16, sizeof(ushort), order == '>');
        foreach (var (candidate, dtype) in codes)
        {
            if (kind == candidate)
                return new NpyElement(dtype, dtype.Size(), order == '>');
        }

        return ParseString(code, kind, order == '>', file);
    }

    /// <summary><c>S5</c> holds bytes padded with zeros, <c>U5</c> UTF-32 characters padded with zeros.</summary>
    private static NpyElement ParseString(string code, string kind, bool isBigEndian, string file)
    {
        var isString = kind is ['S' or 'U', _, ..];
        if (!isString || !int.TryParse(kind.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            throw Unknown(code, file);
        if (length is 0 or > LargestString)
            throw TensorFileErrors.Limit(file, $"dtype '{code}': strings have 1 to {LargestString} characters");
        var isUnicode = kind[0] == 'U';
        return new NpyElement(DType.String, isUnicode ? 4 * length : length, isBigEndian, isUnicode);
    }

    private static GraphRunException Unknown(string code, string file) => TensorFileErrors.Invalid(
        file, $"dtype '{Printable.Text(code)}' is not supported; expected one of b1 i1-i8 u1-u8 f2 f4 f8 c8 c16 S U");
}
