namespace GraphRun.Tensors;

/// <summary>The kind of a tensor's elements. The numbers are TensorFlow's (<c>types.proto</c>), so that its files map without a table.</summary>
public enum DType : byte
{
    /// <summary>No dtype: not known, or not a tensor.</summary>
    None = 0,
    Float32 = 1,
    Float64 = 2,
    Int32 = 3,
    UInt8 = 4,
    Int16 = 5,
    Int8 = 6,

    /// <summary>Byte strings, usually UTF-8. Elements are <c>byte[]</c>.</summary>
    String = 7,

    /// <summary>Two float32, real part first. Elements are <see cref="Complex64"/>.</summary>
    Complex64 = 8,
    Int64 = 9,
    Bool = 10,

    /// <summary>The upper half of a float32. Elements are <see cref="BFloat16"/>.</summary>
    BFloat16 = 14,
    UInt16 = 17,

    /// <summary>Two float64. Elements are <see cref="System.Numerics.Complex"/>.</summary>
    Complex128 = 18,

    /// <summary>IEEE binary16. Elements are <see cref="Half"/>.</summary>
    Float16 = 19,

    /// <summary>A handle to something that lives in a session. Elements are objects.</summary>
    Resource = 20,

    /// <summary>A value that is no tensor, such as a list of tensors. Elements are objects.</summary>
    Variant = 21,
    UInt32 = 22,
    UInt64 = 23,
}
