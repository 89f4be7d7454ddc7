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
