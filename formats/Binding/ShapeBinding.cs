using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Reads a shape where an attr wants one: <c>[2, 3]</c>, <c>[?, 784]</c>, <c>[batch, 784]</c>, or <c>?</c> for any.</summary>
internal static class ShapeBinding
{
    /// <exception cref="GraphRunException">A dim that is no size and no name, by its axis.</exception>
    public static Shape Convert(Operand value)
    {
        if (value is UnknownOperand or NoneOperand)
            return Shape.UnknownRank;
        if (value is not ListOperand list)
        {
            throw new GraphRunException(
                ErrorCode.InvalidShape, $"expected a shape such as [2, 3], got {value.Origin.Text}", value.Origin.Span);
        }

        var (dims, names) = (new long[list.Items.Length], new string?[list.Items.Length]);
        for (var axis = 0; axis < dims.Length; axis++)
            (dims[axis], names[axis]) = Dim(list.Items[axis], axis);
        try
        {
            return Shape.Named(dims, names);
        }
        catch (GraphRunException error)
        {
            throw error.At(value.Origin.Span, null);
        }
    }

    private static (long Size, string? Name) Dim(Operand dim, int axis)
    {
        switch (dim)
        {
            case UnknownOperand or NoneOperand:
                return (Shape.Unknown, null);
            case WordOperand word:
                return (Shape.Unknown, word.Text);
            case TextOperand text when IsName(text.Text):
                return (Shape.Unknown, text.Text);
            case NumberOperand number when number.Number.TryInteger(out var size) && size >= 0 && size <= long.MaxValue:
                return ((long)size, null);
            default:
                throw new GraphRunException(
                    ErrorCode.InvalidShape,
                    $"axis {axis} of this shape is {dim.Origin.Text}, and a dim is a whole number of at least 0",
                    dim.Origin.Span,
                    "write ? for a dim that is not known, or a name for one that has equals");
        }
    }

    private static bool IsName(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(
            letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
