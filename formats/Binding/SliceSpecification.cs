using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>Collects the items between the brackets of an index into the inputs and masks of a StridedSlice.</summary>
internal sealed class SliceSpecification(BindingContext context)
{
    private static readonly NumberOperand zero = new(new Number(0), default);
    private static readonly NumberOperand one = new(new Number(1), default);

    private readonly List<Operand> begin = [];
    private readonly List<Operand> end = [];
    private readonly List<Operand> strides = [];
    private long beginMask;
    private long endMask;
    private long ellipsisMask;
    private long newAxisMask;
    private long shrinkAxisMask;

    public (string Name, object Value)[] Masks =>
    [
        ("begin_mask", beginMask), ("end_mask", endMask), ("ellipsis_mask", ellipsisMask),
        ("new_axis_mask", newAxisMask), ("shrink_axis_mask", shrinkAxisMask),
    ];

    private long Bit => 1L << begin.Count;

    public void Add(Operand item)
    {
        if (begin.Count == Shape.MaxRank)
            throw new GraphRunException(ErrorCode.LimitExceeded, $"an index has at most {Shape.MaxRank} parts", item.Origin.Span);
        switch (item)
        {
            case EllipsisOperand:
                AddEllipsis(item);
                break;
            case NewAxisOperand:
                newAxisMask |= Bit;
                Add(zero, zero, one);
                break;
            case SliceOperand slice:
                AddSlice(slice);
                break;
            default:
                AddIndex(item);
                break;
        }
    }

    /// <summary>Constants of int32 where everything is known, else vectors of the dtype that the first tensor among them has.</summary>
    public (Output Begin, Output End, Output Strides) Inputs(Origin origin)
    {
        var dtype = begin.Concat(end).Concat(strides).Select(Values.DTypeOf).FirstOrDefault(found => found != DType.None);
        if (dtype == DType.None)
            dtype = begin.Concat(end).Concat(strides).Any(NeedsInt64) ? DType.Int64 : DType.Int32;
        Output Vector(List<Operand> items, string name) =>
            Values.ToOutput(context, new ListOperand([.. items], origin), dtype, name);
        return (Vector(begin, "begin"), Vector(end, "end"), Vector(strides, "strides"));
    }

    private void AddEllipsis(Operand item)
    {
        if (ellipsisMask != 0)
            throw new GraphRunException(ErrorCode.InvalidValue, "Multiple ellipses in slice spec not allowed", item.Origin.Span);
        ellipsisMask |= Bit;
        Add(zero, zero, one);
    }

    private void AddSlice(SliceOperand slice)
    {
        if (slice.Start is null)
            beginMask |= Bit;
        if (slice.Stop is null)
            endMask |= Bit;
        if (slice.Step is NumberOperand { Number.Value: 0 } step)
            throw new GraphRunException(ErrorCode.InvalidValue, "slice step cannot be zero", step.Origin.Span);
        Add(Whole(slice.Start ?? zero), Whole(slice.Stop ?? zero), Whole(slice.Step ?? one));
    }

    /// <summary>One index takes its dim away; the end that belongs to it is the next index.</summary>
    private void AddIndex(Operand item)
    {
        var index = Whole(item);
        shrinkAxisMask |= Bit;
        var next = index is NumberOperand number
            ? new NumberOperand(Number.Compute("+", number.Number, new Number(1))!.Value, item.Origin)
            : BinaryBinding.Bind(context, "+", index, one, item.Origin, null);
        Add(index, next, one);
    }

    private void Add(Operand first, Operand stop, Operand step)
    {
        begin.Add(first);
        end.Add(stop);
        strides.Add(step);
    }

    private Operand Whole(Operand item)
    {
        var resolved = Values.Resolve(context, item);
        if (resolved is NumberOperand { Number.IsInteger: true })
            return resolved;
        if (resolved is TensorOperand tensor && Values.Check(tensor) is var output && output.DType is DType.Int32 or DType.Int64)
        {
            if (output.Shape is { HasRank: true, Rank: not 0 })
                throw NotScalar(output, item);
            return resolved;
        }

        throw new GraphRunException(
            ErrorCode.InvalidValue,
            $"an index is a whole number, a slice, ... or newaxis, got {item.Origin.Text}",
            item.Origin.Span,
            "to pick several rows write gather(x, rows), to pick by truth values boolean_mask(x, mask)");
    }

    private static GraphRunException NotScalar(Output output, Operand item) => new(
        ErrorCode.ShapeMismatch,
        $"an index is a single number, and '{output}' has shape {output.Shape}",
        item.Origin.Span,
        $"to pick several rows write gather(x, {output})");

    private static bool NeedsInt64(Operand operand) => LiteralShape.NaturalDType(operand) == DType.Int64;
}
