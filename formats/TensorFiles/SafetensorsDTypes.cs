using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>The dtype names of safetensors.</summary>
internal static class SafetensorsDTypes
{
    private static readonly (string Name, DType DType)[] names =
    [
        ("BOOL", DType.Bool), ("U8", DType.UInt8), ("I8", DType.Int8), ("U16", DType.UInt16), ("I16", DType.Int16), ("F16", DType.Float16),
        ("BF16", DType.BFloat16), ("U32", DType.UInt32), ("I32", DType.Int32), ("F32", DType.Float32), ("F64", DType.Float64),
        ("U64", DType.UInt64), ("I64", DType.Int64), ("C64", DType.Complex64),
    ];

    public static string Known => string.Join(' ', names.Select(pair => pair.Name));

    /// <summary>The name of a dtype, or null when the format has none for it.</summary>
    public static string? NameOf(DType dtype) => names.FirstOrDefault(pair => pair.DType == dtype).Name;

    /// <summary>The dtype of a name, or <see cref="DType.None"/>.</summary>
    public static DType Parse(string name) => names.FirstOrDefault(pair => pair.Name == name).DType;
}
