using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>Dtypes as feeds spell them: by their names in graph files, or short, <c>f32</c>, <c>i64</c>, <c>u8</c>, <c>bf16</c>.</summary>
internal static class FeedDTypes
{
    /// <summary>Reads a name; resources and variants cannot be fed.</summary>
    public static bool TryParse(string text, out DType dtype)
    {
        dtype = text switch
        {
            "f16" => DType.Float16,
            "f32" => DType.Float32,
            "f64" => DType.Float64,
            "bf16" => DType.BFloat16,
            "i8" => DType.Int8,
            "i16" => DType.Int16,
            "i32" => DType.Int32,
            "i64" => DType.Int64,
            "u8" => DType.UInt8,
            "u16" => DType.UInt16,
            "u32" => DType.UInt32,
            "u64" => DType.UInt64,
            "str" => DType.String,
            _ => DType.None,
        };
        return dtype != DType.None || (DTypes.TryParse(text, out dtype) && dtype is not (DType.Resource or DType.Variant));
    }
}
