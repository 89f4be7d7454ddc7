using System.Globalization;
using System.Text;

namespace GraphRun.Tensors;

/// <summary>
/// The short form of a value in the messages of Assert and Print: TensorFlow's <c>Tensor::SummarizeValue</c>. A scalar is itself, a
/// vector <c>1 2 3...</c>, a matrix <c>[1 2][3 4]...</c>.
/// </summary>
public static class TensorSummary
{
    /// <param name="tensor">Any dtype; elements of resources and variants show as <c>?</c>.</param>
    /// <param name="limit">How many elements to show; negative for all.</param>
    public static string Of(Tensor tensor, long limit)
    {
        var shown = limit < 0 ? tensor.ElementCount : Math.Min(limit, tensor.ElementCount);
        var text = new StringBuilder();
        for (var i = 0; i < shown; i++)
        {
            var (opening, closing) = Brackets(tensor.Shape, i);
            if (opening == 0 && text.Length > 0)
                text.Append(' ');
            text.Append('[', opening).Append(Element(tensor, i));
            if (i < shown - 1 || shown == tensor.ElementCount)
                text.Append(']', closing);
        }

        return text.Append(shown < tensor.ElementCount ? "..." : "").ToString();
    }

    /// <summary>
    /// The form of StringFormat and <c>tf.print</c>: every row in brackets, rows on lines of their own, strings in quotes; of a dim of more than
    /// twice <paramref name="edge"/> the first and last of them with <c>...</c> between.
    /// </summary>
    /// <param name="tensor">Any dtype.</param>
    /// <param name="edge">How many elements to show at either end of a dim; negative for all.</param>
    public static string Nested(Tensor tensor, long edge)
    {
        var text = new StringBuilder();
        AppendNested(text, tensor, 0, 0, edge < 0 ? tensor.ElementCount : edge);
        return text.ToString();
    }

    // As deep as the rank, which is limited.
    private static void AppendNested(StringBuilder text, Tensor tensor, int axis, long first, long edge)
    {
        if (axis == tensor.Rank)
        {
            var element = Element(tensor, (int)first);
            text.Append(tensor.DType == DType.String ? Quoted(element) : element);
            return;
        }

        var (count, size) = (tensor.Shape[axis], 1L);
        for (var inner = axis + 1; inner < tensor.Rank; inner++)
            size *= tensor.Shape[inner];
        text.Append('[');
        for (var i = edge == 0 ? count : 0; i < count; i = i == edge - 1 && count > 2 * edge ? count - edge : i + 1)
        {
            if (i > 0)
                AppendSpace(text, tensor.Rank, axis);
            AppendNested(text, tensor, axis + 1, first + (i * size), edge);
            if (i == edge - 1 && count > 2 * edge)
                AppendSpace(text, tensor.Rank, axis).Append("...");
        }

        text.Append(edge == 0 && count > 0 ? "...]" : "]");
    }

    private static StringBuilder AppendSpace(StringBuilder text, int rank, int axis) =>
        axis == rank - 1 ? text.Append(' ') : text.Append('\n', rank - axis - 1).Append(' ', axis + 1);

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>How many rows begin and end at an element, the outermost pair left out.</summary>
    private static (int Opening, int Closing) Brackets(Shape shape, long index)
    {
        var (opening, closing) = (0, 0);
        long size = 1;
        for (var axis = shape.Rank - 1; axis > 0; axis--)
        {
            size *= shape[axis];
            opening += index % size == 0 ? 1 : 0;
            closing += (index + 1) % size == 0 ? 1 : 0;
        }

        return (opening, closing);
    }

    private static string Element(Tensor tensor, int index) => tensor.DType switch
    {
        DType.Float32 => tensor.Values<float>()[index].ToString(CultureInfo.InvariantCulture),
        DType.Float64 => tensor.Values<double>()[index].ToString(CultureInfo.InvariantCulture),
        DType.Float16 => tensor.Values<Half>()[index].ToString(CultureInfo.InvariantCulture),
        DType.BFloat16 => ((float)tensor.Values<BFloat16>()[index]).ToString(CultureInfo.InvariantCulture),
        DType.Bool => tensor.Values<bool>()[index] ? "1" : "0",
        DType.String => Encoding.UTF8.GetString(tensor.Values<byte[]>()[index]),
        DType.UInt64 => tensor.Values<ulong>()[index].ToString(CultureInfo.InvariantCulture),
        DType.Complex64 => Pair(tensor.Values<Complex64>()[index]),
        DType.Complex128 => Pair(tensor.Values<System.Numerics.Complex>()[index]),
        _ => tensor.DType.IsInteger() ? tensor.Integer(index).ToString(CultureInfo.InvariantCulture) : "?",
    };

    private static string Pair(System.Numerics.Complex value) => string.Create(CultureInfo.InvariantCulture, $"({value.Real},{value.Imaginary})");
}
