using System.Numerics;

namespace GraphRun.Tensors;

/// <summary>What is known of each <see cref="DType"/>: its name, size and kind.</summary>
public static class DTypes
{
    private static readonly (DType DType, string Name)[] names =
    [
        (DType.Float32, "float32"), (DType.Float64, "float64"), (DType.Int32, "int32"), (DType.UInt8, "uint8"),
        (DType.Int16, "int16"), (DType.Int8, "int8"), (DType.String, "string"), (DType.Complex64, "complex64"),
        (DType.Int64, "int64"), (DType.Bool, "bool"), (DType.BFloat16, "bfloat16"), (DType.UInt16, "uint16"),
        (DType.Complex128, "complex128"), (DType.Float16, "float16"), (DType.Resource, "resource"),
        (DType.Variant, "variant"), (DType.UInt32, "uint32"), (DType.UInt64, "uint64"),
    ];

    /// <summary>Names in the order of TensorFlow's numbers.</summary>
    public static IEnumerable<string> Names => names.Select(pair => pair.Name);

    /// <summary>The name in graph files: <c>float32</c>, <c>bool</c>, ...</summary>
    public static string Name(this DType dtype)
    {
        foreach (var (candidate, name) in names)
        {
            if (candidate == dtype)
                return name;
        }

        return "unknown";
    }

    /// <summary>Reads a name as graph files and TensorFlow spell it: <c>float32</c>, <c>float</c>, <c>half</c>, <c>double</c>, <c>DT_FLOAT</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DType dtype)
    {
        foreach (var (candidate, name) in names)
        {
            if (text.SequenceEqual(name))
            {
                dtype = candidate;
                return true;
            }
        }

        dtype = text switch
        {
            "float" or "DT_FLOAT" => DType.Float32,
            "double" or "DT_DOUBLE" => DType.Float64,
            "half" or "DT_HALF" => DType.Float16,
            _ => DType.None,
        };
        if (dtype == DType.None && text.StartsWith("DT_", StringComparison.Ordinal))
            return TryParse(text[3..].ToString().ToLowerInvariant(), out dtype);
        return dtype != DType.None;
    }

    /// <summary>Bytes of one element; 0 for strings, resources and variants, which are references.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Bool or DType.Int8 or DType.UInt8 => 1,
        DType.Int16 or DType.UInt16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Float32 or DType.Int32 or DType.UInt32 => 4,
        DType.Float64 or DType.Int64 or DType.UInt64 or DType.Complex64 => 8,
        DType.Complex128 => 16,
        _ => 0,
    };

    /// <summary>float16, bfloat16, float32, float64.</summary>
    public static bool IsFloating(this DType dtype) =>
        dtype is DType.Float32 or DType.Float64 or DType.Float16 or DType.BFloat16;

    public static bool IsComplex(this DType dtype) => dtype is DType.Complex64 or DType.Complex128;

    /// <summary>The eight integer dtypes; bool is none of them.</summary>
    public static bool IsInteger(this DType dtype) => IsSigned(dtype) || IsUnsigned(dtype);

    /// <summary>int8, int16, int32, int64.</summary>
    public static bool IsSigned(this DType dtype) => dtype is DType.Int8 or DType.Int16 or DType.Int32 or DType.Int64;

    /// <summary>uint8, uint16, uint32, uint64.</summary>
    public static bool IsUnsigned(this DType dtype) => dtype is DType.UInt8 or DType.UInt16 or DType.UInt32 or DType.UInt64;

    /// <summary>Strings, resources and variants: elements that are references rather than bytes.</summary>
    public static bool IsReference(this DType dtype) => dtype is DType.String or DType.Resource or DType.Variant;

    /// <summary>The dtype whose elements are <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is no element type.</exception>
    public static DType Of<T>() =>
        typeof(T) == typeof(float) ? DType.Float32 :
        typeof(T) == typeof(double) ? DType.Float64 :
        typeof(T) == typeof(int) ? DType.Int32 :
        typeof(T) == typeof(long) ? DType.Int64 :
        typeof(T) == typeof(bool) ? DType.Bool :
        typeof(T) == typeof(byte[]) ? DType.String :
        typeof(T) == typeof(byte) ? DType.UInt8 :
        typeof(T) == typeof(sbyte) ? DType.Int8 :
        typeof(T) == typeof(short) ? DType.Int16 :
        typeof(T) == typeof(ushort) ? DType.UInt16 :
        typeof(T) == typeof(uint) ? DType.UInt32 :
        typeof(T) == typeof(ulong) ? DType.UInt64 :
        typeof(T) == typeof(Half) ? DType.Float16 :
        typeof(T) == typeof(BFloat16) ? DType.BFloat16 :
        typeof(T) == typeof(Complex64) ? DType.Complex64 :
        typeof(T) == typeof(Complex) ? DType.Complex128 :
        typeof(T) == typeof(object) ? DType.Variant :
        throw new ArgumentException($"{typeof(T)} is not an element type");
}
