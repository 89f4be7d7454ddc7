using System.Buffers.Binary;

namespace GraphRun.Formats.Stores;

/// <summary>Names what a file is that is not a store, from its first bytes.</summary>
internal static class ForeignFile
{
    private static readonly (byte[] Magic, string Name)[] kinds =
    [
        ([0x93, .. "NUMPY"u8], "a NumPy file"),
        ([.. "PK\x03\x04"u8], "a zip archive, perhaps .npz"),
        ([0x1f, 0x8b], "gzip-compressed"),
        ([0x89, .. "PNG"u8], "a PNG image"),
        ([0x89, .. "HDF"u8], "an HDF5 file"),
        ([0x7f, .. "ELF"u8], "a program"),
        ([.. "graphrun:"u8], "a graph file"),
        ([.. "SQLite format 3"u8], "a damaged SQLite database"),
    ];

    /// <summary>Such as "a NumPy file"; "not an SQLite database" when nothing fits.</summary>
    public static string Describe(ReadOnlySpan<byte> start)
    {
        foreach (var (magic, name) in kinds)
        {
            if (start.StartsWith(magic))
                return name;
        }

        if (start.Length > 8 && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) < 100_000_000)
            return "a safetensors file";
        if (start.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) is var odd
            && (odd < 0 || start[odd] is (byte)'\n' or (byte)'\r' or (byte)'\t'))
            return start.StartsWith((byte)'{') ? "a JSON file" : "a text file";
        return "not an SQLite database";
    }
}
