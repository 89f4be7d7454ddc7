using System.IO.Compression;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Reads npz files: zip archives whose entries are <c>NAME.npy</c>. Names may have folders, as variables do (<c>dense/kernel.npy</c>),
/// but no <c>..</c>. No more is inflated than an entry's own npy header
/// asks for, whatever the archive says, and each entry's CRC is checked.
/// </summary>
public static class NpzReader
{
    private const int MaxEntries = 100_000;
    private const string Extension = ".npy";

    /// <summary>No deflate stream is more than about 1032 times shorter than what it holds.</summary>
    private const long LargestRatio = 1033;

    /// <summary>Reads every entry, in the order of the archive.</summary>
    /// <param name="stream">A seekable stream.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="GraphRunException">The archive or an entry is damaged; the message names the entry.</exception>
    public static IReadOnlyList<NamedTensor> ReadAll(Stream stream, string file) => Open(stream, file, archive =>
    {
        var tensors = new List<NamedTensor>();
        var total = 0L;
        foreach (var (name, entry) in Entries(archive, file))
        {
            var tensor = ReadEntry(entry, file);
            if ((total += tensor.ByteCount) > MemoryLimit.MaxTensorBytes)
                throw TensorFileErrors.Limit(file, $"the tensors together exceed the {MemoryLimit.MaxTensorBytes} bytes allowed");
            tensors.Add(new NamedTensor(name, tensor));
        }

        return tensors;
    });

    /// <summary>Reads the entry <c>KEY.npy</c>; with a null key, the only entry.</summary>
    /// <exception cref="GraphRunException">As <see cref="ReadAll"/>; no such entry, or none named and several there.</exception>
    public static Tensor Read(Stream stream, string file, string? key) => Open(stream, file, archive =>
    {
        var entries = Entries(archive, file);
        var name = TensorFileErrors.ChooseKey(file, key, [.. entries.Keys]);
        return ReadEntry(entries[name], file);
    });

    /// <summary>The names of the entries, in the order of the archive.</summary>
    /// <exception cref="GraphRunException">The archive is damaged.</exception>
    internal static IReadOnlyList<string> Names(Stream stream, string file) =>
        Open<IReadOnlyList<string>>(stream, file, archive => [.. Entries(archive, file).Keys]);

    /// <summary>Writes the npy file that an entry holds, without the whole of it in memory.</summary>
    /// <exception cref="GraphRunException">As <see cref="Read"/>.</exception>
    internal static void Extract(Stream stream, string file, string? key, Stream target) => Open(stream, file, archive =>
    {
        var entries = Entries(archive, file);
        var entry = entries[TensorFileErrors.ChooseKey(file, key, [.. entries.Keys])];
        Inflate(entry, file, (source, _) =>
        {
            source.CopyTo(target);
            return true;
        });
        return true;
    });

    private static T Open<T>(Stream stream, string file, Func<ZipArchive, T> read)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return read(archive);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ArgumentException or NotSupportedException)
        {
            throw TensorFileErrors.Invalid(file, "not a zip archive, or a damaged one");
        }
    }

    private static OrderedDictionary<string, ZipArchiveEntry> Entries(ZipArchive archive, string file)
    {
        if (archive.Entries.Count > MaxEntries)
            throw TensorFileErrors.Limit(file, $"the archive has {archive.Entries.Count} entries; at most {MaxEntries} are read");
        var entries = new OrderedDictionary<string, ZipArchiveEntry>();
        foreach (var entry in archive.Entries)
        {
            var problem = Problem(entry);
            if (problem is null && !entries.TryAdd(entry.FullName[..^Extension.Length], entry))
                problem = "the name stands twice";
            if (problem is not null)
                throw TensorFileErrors.Invalid(file, $"entry '{Printable.Text(entry.FullName)}': {problem}");
        }

        return entries;
    }

    private static string? Problem(ZipArchiveEntry entry)
    {
        var name = entry.FullName;
        if (!name.EndsWith(Extension, StringComparison.Ordinal) || name.Length == Extension.Length)
            return "expected NAME.npy";
        if (entry.IsEncrypted)
            return "encrypted entries are not read";
        if (name.AsSpan().ContainsAny('\\', '\0') || name[0] == '/')
            return "the name is a path out of the archive";
        foreach (var part in name.AsSpan().Split('/'))
        {
            if (name.AsSpan()[part] is "" or "." or "..")
                return "the name is a path out of the archive";
        }

        return null;
    }

    private static Tensor ReadEntry(ZipArchiveEntry entry, string file) =>
        Inflate(entry, file, (stream, name) => NpyReader.Read(stream, name, entry.Length));

    private static T Inflate<T>(ZipArchiveEntry entry, string file, Func<Stream, string, T> read)
    {
        var name = $"{file}[{Printable.Text(entry.FullName.AsSpan()[..^Extension.Length])}]";
        if (entry.Length / LargestRatio > entry.CompressedLength)
            throw TensorFileErrors.Invalid(name, $"no deflate stream of {entry.CompressedLength} bytes holds {entry.Length}");
        try
        {
            using var inflated = entry.Open();
            var stream = new ChecksumStream(inflated, entry.Length);
            var result = read(stream, name);
            return stream.Checksum == entry.Crc32
                ? result
                : throw TensorFileErrors.Invalid(name, $"its CRC is {stream.Checksum:x8}, but the archive says {entry.Crc32:x8}");
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw TensorFileErrors.Invalid(name, "damaged, or compressed in a way that is not known");
        }
    }
}
