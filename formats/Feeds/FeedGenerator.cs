using GraphRun.Errors;
using GraphRun.Formats.TensorFiles;
using GraphRun.Tensors;

namespace GraphRun.Formats.Feeds;

/// <summary>Makes the values of generators. The same call gives the same values, on every machine.</summary>
internal static class FeedGenerator
{
    /// <param name="name">What messages call the feed.</param>
    /// <param name="expected">The dtype, float32 if nothing else says it, and the shape that the feed asks for.</param>
    /// <param name="graphShape">The shape that the graph knows of, which is taken if the feed asks for none.</param>
    /// <exception cref="GraphRunException">No whole shape is known, or an argument is wrong.</exception>
    public static Tensor Make(GeneratorSource source, string name, ExpectedTensor expected, Shape? graphShape)
    {
        var arguments = new GeneratorArguments(source, name);
        if (source.Name == "range")
            return RangeGenerator.Make(arguments, name, expected);
        var shape = expected.Shape ?? WholeShape(graphShape, arguments, source.Text);
        var dtype = expected.DType == DType.None ? DType.Float32 : expected.DType;
        return source.Name switch
        {
            "zeros" => Filled(Number("0", dtype, name), shape),
            "ones" => Filled(Number("1", dtype, name), shape),
            "full" => Filled(FeedLiteral.Read(arguments.Text("value"), name, new ExpectedTensor(dtype, Shape.Scalar)), shape),
            "eye" => Identity(dtype, shape, arguments, name),
            "rand" => RandomGenerator.Uniform(arguments, dtype, shape),
            _ => RandomGenerator.Normal(arguments, dtype, shape),
        };
    }

    private static Shape WholeShape(Shape? known, GeneratorArguments arguments, string text)
    {
        if (known is { IsFullyDefined: true })
            return known.WithoutNames();
        var partial = known is { HasRank: true } ? $", and the graph knows only {known}" : "";
        throw arguments.Wrong($"needs a shape{partial}", $"write NAME[2,3]={text}");
    }

    /// <summary>0 or 1 as a scalar; false or true for bool.</summary>
    private static Tensor Number(string digit, DType dtype, string name) =>
        FeedLiteral.Read(dtype == DType.Bool ? digit == "1" ? "true" : "false" : digit, name, new ExpectedTensor(dtype));

    private static Tensor Filled(Tensor value, Shape shape)
    {
        var result = Tensor.Allocate(value.DType, shape);
        var size = value.DType.Size();
        for (long offset = 0, length; offset < result.ByteCount; offset += length)
        {
            const int Chunk = 1 << 20;
            length = Math.Min(Chunk, result.ByteCount - offset);
            Repeat(value.Bytes(0, size), result.Bytes(offset, (int)length));
        }

        return result;
    }

    private static void Repeat(ReadOnlySpan<byte> element, Span<byte> target)
    {
        if (target.IsEmpty)
            return;
        element.CopyTo(target);
        for (var filled = element.Length; filled < target.Length; filled *= 2)
            target[..Math.Min(filled, target.Length - filled)].CopyTo(target[filled..]);
    }

    private static Tensor Identity(DType dtype, Shape shape, GeneratorArguments arguments, string name)
    {
        if (shape.Rank < 2)
            throw arguments.Wrong($"needs at least two dims, got {shape}", null);
        var result = Filled(Number("0", dtype, name), shape);
        var one = Number("1", dtype, name).Bytes(0, dtype.Size());
        var (rows, columns) = (shape[-2], shape[-1]);
        var matrices = shape.ElementCount == 0 ? 0 : shape.ElementCount / (rows * columns);
        for (var matrix = 0L; matrix < matrices; matrix++)
        {
            for (var i = 0L; i < Math.Min(rows, columns); i++)
                one.CopyTo(result.Bytes((((matrix * rows) + i) * columns + i) * one.Length, one.Length));
        }

        return result;
    }
}
