using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>
/// Binds <c>x[0, :, ..., newaxis, 1:10:2]</c> to StridedSlice as TensorFlow's <c>_slice_helper</c> does. A node of several outputs is
/// indexed by one whole number as Python's list of them is.
/// </summary>
internal static class IndexBinding
{
    public static Operand Bind(BindingContext context, Operand indexed, ReadOnlySpan<Operand> items, Origin origin, string? name)
    {
        indexed = Values.Resolve(context, indexed);
        if (items is [NumberOperand number] && Select(indexed, number, origin) is { } selected)
            return selected;
        var x = Values.ToOutput(context, indexed, DType.None, "input");
        var specification = new SliceSpecification(context);
        foreach (var item in items)
            specification.Add(item);
        var full = name ?? context.Derive("strided_slice");
        var (begin, end, strides) = specification.Inputs(origin);
        return new TensorOperand(
            context.Add("StridedSlice", full, [x, begin, end, strides], origin, specification.Masks), IsWhole: true, origin);
    }

    /// <summary>An item of a list, or an output of a node that has several; null for a tensor.</summary>
    private static Operand? Select(Operand indexed, NumberOperand number, Origin origin)
    {
        var count = indexed switch
        {
            ListOperand list => list.Items.Length,
            TensorOperand { IsWhole: true } tensor => tensor.Output.Node.OutputDTypes.Length,
            _ => 0,
        };
        if (count == 0 || (count == 1 && indexed is TensorOperand))
            return null;
        if (!number.Number.IsInteger || !number.Number.TryInteger(out var index) || index < -count || index >= count)
        {
            throw new GraphRunException(
                ErrorCode.InvalidValue,
                $"{origin.Text} selects output {number.Number} of {count}",
                number.Origin.Span,
                $"they count from 0 to {count - 1}");
        }

        var position = (int)(index < 0 ? index + count : index);
        return indexed is ListOperand items
            ? items.Items[position]
            : new TensorOperand(new Output(((TensorOperand)indexed).Output.Node, position), IsWhole: false, origin);
    }
}
