using System.Buffers.Binary;
using System.Globalization;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Files;
using GraphRun.Formats.Protobuf;
using GraphRun.Formats.Stores;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Checkpoints;

/// <summary>
/// A checkpoint of TensorFlow: an index and data files with a common prefix. Tensors are read one at a time, each checked against its
/// checksum. Format: <c>core/util/tensor_bundle/tensor_bundle.cc</c>.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    private const int ChunkLength = 1 << 20;

    private readonly string prefix;
    private readonly CheckpointIndex index;
    private readonly Dictionary<int, FileStream> shards = [];

    private CheckpointFile(string prefix, CheckpointIndex index) => (this.prefix, this.index) = (prefix, index);

    /// <summary>The names of the tensors, sorted as in the file.</summary>
    public IEnumerable<string> Names => index.Names;

    /// <param name="prefix">As <see cref="CheckpointPath.PrefixOf"/> gives it.</param>
    /// <exception cref="GraphRunException">There is no index, or it is damaged.</exception>
    public static CheckpointFile Open(string prefix) => new(prefix, CheckpointIndex.Read(prefix + CheckpointPath.IndexExtension));

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string name) => index.Find(name) is not null;

    /// <summary>Reads one tensor; a partitioned one is put together.</summary>
    /// <exception cref="GraphRunException">There is no such tensor, its place or its checksum is wrong, or its dtype is none of
    /// ours.</exception>
    public Tensor Read(string name)
    {
        var what = $"{index.File}[{Printable.Text(name)}]";
        var entry = index.Find(name)
            ?? throw new GraphRunException(ErrorCode.InvalidModel, $"{what}: Key {Printable.Text(name)} not found in checkpoint");
        var dtype = TensorMessages.DTypeOf(entry.Dtype, what);
        var shape = TensorMessages.ShapeOf(entry.Shape ?? new ShapeMessage(), what);
        if (!shape.IsFullyDefined)
            throw CheckpointErrors.Invalid(what, $"its shape {shape} has an unknown dim");
        return entry.Slices.Count == 0
            ? ReadEntry(entry, dtype, shape, what)
            : SlicedTensor.Read(name, dtype, shape, entry.Slices, ReadSlice, what);
    }

    public void Dispose()
    {
        foreach (var shard in shards.Values)
            shard.Dispose();
    }

    private Tensor ReadSlice(string key, DType dtype, Shape shape, string what)
    {
        var entry = index.Find(key) ?? throw CheckpointErrors.Invalid(what, $"the part of shape {shape} is not in the index");
        return ReadEntry(entry, dtype, shape, what);
    }

    private Tensor ReadEntry(BundleEntryMessage entry, DType dtype, Shape shape, string what)
    {
        var shard = Shard(entry.ShardId, what);
        if (entry.Offset < 0 || entry.Size < 0 || entry.Offset > shard.Length || entry.Size > shard.Length - entry.Offset)
        {
            throw CheckpointErrors.Invalid(
                what, $"{entry.Size} bytes at byte {entry.Offset} do not lie in {ShardName(entry.ShardId)}, which has {shard.Length} bytes");
        }

        shard.Position = entry.Offset;
        try
        {
            if (dtype == DType.String)
                return StringTensor.Read(shard, entry, shape, what);
            return ReadNumbers(shard, entry, dtype, shape, what);
        }
        catch (IOException)
        {
            throw InputFile.NotReadable(ShardName(entry.ShardId), "the system reports an error while reading");
        }
    }

    private Tensor ReadNumbers(FileStream shard, BundleEntryMessage entry, DType dtype, Shape shape, string what)
    {
        if (dtype.IsReference())
            throw CheckpointErrors.Invalid(what, $"a {dtype.Name()} has no values that a file can hold");
        if ((UInt128)entry.Size != (UInt128)shape.ElementCount * (uint)dtype.Size())
            throw CheckpointErrors.Invalid(what,
                $"its size is {entry.Size} bytes, and a {dtype.Name()}{shape} has {(UInt128)shape.ElementCount * (uint)dtype.Size()}");
        var tensor = TensorFileErrors.Allocate(what, dtype, shape);
        var checksum = default(Checksum);
        for (var offset = 0L; offset < tensor.ByteCount; offset += ChunkLength)
        {
            var chunk = tensor.Bytes(offset, (int)Math.Min(ChunkLength, tensor.ByteCount - offset));
            shard.ReadExactly(chunk);
            checksum.Append(chunk);
            if (index.IsBigEndian)
                ElementBytes.ReverseEndianness(chunk, dtype.IsComplex() ? dtype.Size() / 2 : dtype.Size());
        }

        if (MaskedChecksum.Mask(checksum.Value) != entry.Crc32C)
            throw CheckpointErrors.Checksum(what, "the tensor");
        if (dtype == DType.Bool)
            ElementBytes.NormalizeBools(tensor);
        return tensor;
    }

    /// <summary>Data files lie beside the index and are regular files: an index names none itself.</summary>
    private FileStream Shard(int number, string what)
    {
        if (number < 0 || number >= Math.Max(1, index.ShardCount))
            throw CheckpointErrors.Invalid(what, $"it lies in data file {number} of {index.ShardCount}");
        if (shards.TryGetValue(number, out var shard))
            return shard;
        var name = ShardName(number);
        shard = ContainedPath.Open(Path.GetDirectoryName(Path.GetFullPath(name)), Path.GetFileName(name), default);
        shards.Add(number, shard);
        return shard;
    }

    private string ShardName(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}.data-{number:d5}-of-{Math.Max(1, index.ShardCount):d5}");
}
