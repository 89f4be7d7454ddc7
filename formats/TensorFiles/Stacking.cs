using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>Tensors of one shape as the steps along a new first dim of one tensor.</summary>
internal static class Stacking
{
    /// <summary>Tensors of different numeric dtypes take the one that TensorFlow would infer for all of them together.</summary>
    /// <param name="dtype">The dtype of the result; <see cref="DType.None"/> when the tensors decide.</param>
    public static Tensor Stack(List<Tensor> tensors, DType dtype, string file)
    {
        if (dtype == DType.None)
            dtype = tensors.Count == 0 ? DType.Float32 : tensors.Select(tensor => tensor.DType).Aggregate(Common);
        var element = tensors.Count == 0 ? Shape.Scalar : tensors[0].Shape;
        var result = TensorFileErrors.Allocate(file, dtype, Shape.Of([tensors.Count, .. element.Dims]));
        for (var i = 0; i < tensors.Count; i++)
        {
            if (dtype == DType.String)
                tensors[i].Values<byte[]>().CopyTo(result.Writable<byte[]>()[(i * (int)element.ElementCount)..]);
            else
                Copy(TensorConversion.Convert(tensors[i], dtype), result, i);
        }

        return result;
    }

    private static DType Common(DType left, DType right)
    {
        if (left == right)
            return left;
        return left.IsFloating() || right.IsFloating() ? DType.Float32 : DType.Int64;
    }

    private static void Copy(Tensor step, Tensor target, int index)
    {
        const int Chunk = 1 << 20;
        for (var offset = 0L; offset < step.ByteCount; offset += Chunk)
        {
            var length = (int)Math.Min(Chunk, step.ByteCount - offset);
            step.Bytes(offset, length).CopyTo(target.Bytes(index * step.ByteCount + offset, length));
        }
    }
}
