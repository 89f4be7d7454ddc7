using System.Buffers;
using System.Buffers.Binary;
using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>
/// Reads the weights of a model: groups of shards, in each of which the weights lie one behind the other. What the manifest asks for is
/// held against the sizes of the files before memory is taken.
/// </summary>
internal static class WeightsReader
{
    private const int ChunkBytes = 1 << 16;

    /// <param name="manifest">The value of <c>weightsManifest</c>.</param>
    /// <param name="folder">Where the shards lie; null when the model may name no files.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="GraphRunException">A shard is missing, or its size is not what the weights take.</exception>
    public static Dictionary<string, Tensor> Read(DocumentNode manifest, string? folder, string model)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var group in ModelJson.Items(manifest))
        {
            var weights = new List<Weight>();
            foreach (var entry in ModelJson.Items(group["weights"]))
                weights.Add(Weight.Read(entry));
            if (weights.Count == 0)
                continue;
            using var shards = new ShardStream(folder, group["paths"]);
            CheckLength(weights, shards.Length, group["paths"], model);
            foreach (var weight in weights)
                Add(tensors, weight, ReadWeight(shards, weight, model));
            if (shards.ReadByte() >= 0)
                throw At(group["paths"].Span, TensorFileErrors.Invalid(model, "the shards hold more bytes than the weights take"));
        }

        return tensors;
    }

    private static void CheckLength(List<Weight> weights, long available, DocumentNode paths, string model)
    {
        UInt128 needed = 0;
        foreach (var weight in weights)
            needed += weight.StoredLength;
        var hasStrings = weights.Exists(weight => weight.DType == DType.String);
        if (needed <= (ulong)available && (needed == (ulong)available || hasStrings))
            return;
        var error = TensorFileErrors.Invalid(model, $"the weights take {needed} bytes, but the shards hold {available}");
        throw At(paths.Exists ? paths.Span : default, error);
    }

    private static void Add(Dictionary<string, Tensor> tensors, Weight weight, Tensor tensor)
    {
        if (!tensors.TryAdd(weight.Name, tensor))
            throw new GraphRunException(ErrorCode.Duplicate, $"weight '{Printable.Text(weight.Name)}' stands twice", weight.Span);
    }

    private static Tensor ReadWeight(ShardStream shards, Weight weight, string model)
    {
        var name = $"{model}[{Printable.Text(weight.Name)}]";
        try
        {
            if (weight.DType == DType.String)
                return ReadStrings(shards, weight, name);
            var tensor = TensorFileErrors.Allocate(name, weight.DType, weight.Shape);
            if (weight.Quantization is { } quantization)
                Restore(shards, quantization, tensor, name);
            else
                ElementBytes.Read(shards, tensor, name);
            return tensor;
        }
        catch (EndOfStreamException)
        {
            throw At(weight.Span, TensorFileErrors.Invalid(name, "the shards end within it"));
        }
        catch (GraphRunException error)
        {
            throw At(weight.Span, error);
        }
    }

    private static void Restore(ShardStream shards, Quantization quantization, Tensor tensor, string name)
    {
        var flat = tensor.Reshape(Shape.Of(tensor.ElementCount));
        var size = quantization.DType.Size();
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (var start = 0; start < flat.ElementCount;)
            {
                var chunk = buffer.AsSpan(0, (int)Math.Min(ChunkBytes / size, flat.ElementCount - start) * size);
                if (shards.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length)
                    throw TensorFileErrors.Invalid(name, "the shards end within it");
                quantization.Restore(chunk, flat, start);
                start += chunk.Length / size;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Each string has its length, four bytes, before it.</summary>
    private static Tensor ReadStrings(ShardStream shards, Weight weight, string name)
    {
        // Every string takes its length at least, which bounds their number by the size of the shards.
        if (weight.Shape.ElementCount > shards.Length / sizeof(uint))
            throw TensorFileErrors.Invalid(name, $"{weight.Shape.ElementCount} strings do not fit into {shards.Length} bytes");
        var tensor = TensorFileErrors.Allocate(name, DType.String, weight.Shape);
        var strings = tensor.Writable<byte[]>();
        var start = new byte[sizeof(uint)];
        for (var i = 0; i < strings.Length; i++)
        {
            shards.ReadExactly(start);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(start);
            if (length > shards.Length)
                throw TensorFileErrors.Invalid(name, $"string {i} of {length} bytes does not fit into {shards.Length} bytes");
            strings[i] = new byte[length];
            shards.ReadExactly(strings[i]);
        }

        return tensor;
    }

    private static GraphRunException At(SourceSpan span, GraphRunException error) => error.At(span, null);
}
