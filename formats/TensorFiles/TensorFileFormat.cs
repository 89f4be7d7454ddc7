namespace GraphRun.Formats.TensorFiles;

/// <summary>The formats that tensors are read from and written to.</summary>
public enum TensorFileFormat
{
    Npy,
    Npz,
    Safetensors,
    Json,
    JsonLines,
    Csv,
    Tsv,

    /// <summary>An image: uint8 [height, width, channels].</summary>
    Png,

    /// <summary>An image: uint8 [height, width, channels].</summary>
    Jpeg,

    /// <summary>Elements alone; dtype and shape come from elsewhere.</summary>
    Raw,
}
