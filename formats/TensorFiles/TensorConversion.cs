using System.Numerics;
using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.TensorFiles;

/// <summary>
/// Gives values that were read another dtype, where that loses nothing but digits of a fraction: integers must fit, a fraction is no
/// integer, a number too large for a float dtype is an error. A bool counts as 0 or 1.
/// </summary>
public static class TensorConversion
{
    private const int ChunkElements = 512;

    /// <summary>The tensor itself when it has the dtype already.</summary>
    /// <exception cref="GraphRunException">The first element that the dtype cannot hold, with its place.</exception>
    public static Tensor Convert(Tensor tensor, DType dtype)
    {
        if (tensor.DType == dtype)
            return tensor;
        if (tensor.DType == DType.Bool && (dtype.IsInteger() || dtype.IsFloating()))
            return Convert(tensor.Reinterpret(DType.UInt8, tensor.Shape), dtype);
        if (!IsNumeric(tensor.DType) || !IsNumeric(dtype))
            throw new GraphRunException(ErrorCode.FeedMismatch, $"expected {dtype.Name()}, got {tensor.DType.Name()}");
        var result = Tensor.Allocate(dtype, tensor.Shape);
        if (tensor.DType.IsInteger())
            ConvertIntegers(tensor, result);
        else
            ConvertFloats(tensor, result);
        return result;
    }

    private static bool IsNumeric(DType dtype) => dtype.IsInteger() || dtype.IsFloating();

    private static void ConvertIntegers(Tensor source, Tensor target)
    {
        Span<Int128> chunk = stackalloc Int128[ChunkElements];
        for (var start = 0; start < source.ElementCount; start += ChunkElements)
        {
            var values = chunk[..(int)Math.Min(ChunkElements, source.ElementCount - start)];
            NumberSpans.Read(source, start, values);
            if (NumberSpans.Write(values, target, start) is var wrong and >= 0)
                throw Unfit(source, target.DType, start + wrong, $"{values[wrong]} is out of range for {target.DType.Name()}");
        }
    }

    private static void ConvertFloats(Tensor source, Tensor target)
    {
        Span<double> chunk = stackalloc double[ChunkElements];
        Span<Int128> integers = stackalloc Int128[target.DType.IsInteger() ? ChunkElements : 0];
        for (var start = 0; start < source.ElementCount; start += ChunkElements)
        {
            var values = chunk[..(int)Math.Min(ChunkElements, source.ElementCount - start)];
            NumberSpans.Read(source, start, values);
            var wrong = target.DType.IsInteger()
                ? WriteIntegers(values, integers[..values.Length], target, start)
                : NumberSpans.Write(values, target, start);
            if (wrong >= 0)
                throw Unfit(source, target.DType, start + wrong, Problem(values[wrong], target.DType));
        }
    }

    private static int WriteIntegers(ReadOnlySpan<double> values, Span<Int128> integers, Tensor target, int start)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i]) <= ulong.MaxValue) || Math.Floor(values[i]) != values[i])
                return i;
            integers[i] = (Int128)values[i];
        }

        return NumberSpans.Write(integers, target, start);
    }

    private static string Problem(double value, DType dtype)
    {
        Span<byte> text = stackalloc byte[NumberText.MaxLength];
        var number = TensorFileErrors.Quote(text[..NumberText.Format(value, text)]);
        if (!dtype.IsInteger() || (double.IsFinite(value) && Math.Floor(value) == value))
            return $"{number} is out of range for {dtype.Name()}";
        return $"{dtype.Name()} takes an integer, got {(double.IsFinite(value) ? "the fraction " : "")}{number}";
    }

    private static GraphRunException Unfit(Tensor source, DType dtype, int index, string problem)
    {
        var place = source.Rank == 0 ? "" : $"element {IndexText(source.Shape, index)}: ";
        return new GraphRunException(
            ErrorCode.FeedMismatch, place + problem, help: $"the file holds {source.DType.Name()}, but {dtype.Name()} is needed");
    }

    private static string IndexText(Shape shape, int index)
    {
        var indices = new long[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
            (indices[axis], index) = (index % shape[axis], (int)(index / shape[axis]));
        return $"[{string.Join(',', indices)}]";
    }
}
