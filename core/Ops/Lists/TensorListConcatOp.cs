using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Lists;

/// <summary>Lists of tensors of different lengths as one tensor, and apart again.</summary>
public static class TensorListConcatOp
{
    [Op]
    public static OpDef TensorListConcat { get; } = new()
    {
        Name = "TensorListConcat",
        Summary = "The elements of a list one after the other along their first dim, and how long each one was.",
        Inputs = ["input_handle: variant"],
        Outputs = ["tensor: element_dtype", "lengths: int64"],
        Attrs = ["element_dtype: type", "element_shape: shape = ?"],
        Example = "TensorListConcat(list, element_dtype=float32)",
        Shape = context => Infer(context, context.Attrs.Shape("element_shape")),
        Kernel = builder =>
        {
            var (dtype, shape) = (builder.Attrs.DType("element_dtype"), builder.Attrs.Shape("element_shape"));
            return step => Concatenate(step, step.List(dtype), shape, []);
        },
        Gradient = ListGradients.Concat,
    };

    [Op]
    public static OpDef TensorListConcatV2 { get; } = new()
    {
        Name = "TensorListConcatV2",
        Summary = "The elements of a list one after the other along their first dim, and how long each one was. 'leading_dims' says how "
            + "long the elements that were never set are.",
        Inputs = ["input_handle: variant", "element_shape: shape_type", "leading_dims: int64"],
        Outputs = ["tensor: element_dtype", "lengths: int64"],
        Attrs = ["element_dtype: type", "shape_type: {int32, int64}"],
        Example = "TensorListConcatV2(list, [2], [], element_dtype=float32)",
        Shape = context => Infer(context, context.ElementShape(1)),
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step => Concatenate(step, step.List(dtype), step.ElementShape(1), step.Input(2).Values<long>());
        },
        Gradient = ListGradients.Concat,
    };

    [Op]
    public static OpDef TensorListSplit { get; } = new()
    {
        Name = "TensorListSplit",
        Summary = "A list of parts of a tensor along its first dim, each as long as 'lengths' says.",
        Inputs = ["tensor: element_dtype", "element_shape: shape_type", "lengths: int64"],
        Outputs = ["output_handle: variant"],
        Attrs = ["element_dtype: type", "shape_type: {int32, int64}"],
        Example = "TensorListSplit([1.0, 2.0, 3.0], [-1], [1, 2])",
        Shape = ShapeRules.Scalar,
        Kernel = _ => step => step.Give(TensorList.Of(Split(step.Input(0), step.Input(2)), step.Input(0).DType, step.ElementShape(1))),
        Gradient = ListGradients.Split,
    };

    [Op]
    public static OpDef TensorListConcatLists { get; } = new()
    {
        Name = "TensorListConcatLists",
        Summary = "The elements of the first list and then those of the second.",
        Inputs = ["input_a: variant", "input_b: variant"],
        Outputs = ["output: variant"],
        Attrs = ["element_dtype: type"],
        Example = "TensorListConcatLists(list, list, element_dtype=float32)",
        Shape = ShapeRules.Scalar,
        ForwardsInputs = true,
        Kernel = builder =>
        {
            var dtype = builder.Attrs.DType("element_dtype");
            return step => step.Give(Join(step.List(dtype), step.List(dtype, 1)));
        },
    };

    /// <summary>Parts of a tensor along its first dim.</summary>
    internal static Tensor[] Split(Tensor tensor, Tensor lengths)
    {
        if (lengths.Rank != 1)
            throw IntegerTensors.Invalid($"Expected lengths to be a vector, received shape: {lengths.Shape}");
        if (tensor.Rank == 0)
            throw IntegerTensors.Invalid($"Tensor must be at least a vector, but saw shape: {tensor.Shape}");
        var parts = new Tensor[lengths.ElementCount];
        var row = tensor.Shape.From(1);
        var begin = 0L;
        for (var i = 0; i < parts.Length; i++)
        {
            var length = lengths.Integer(i);
            if (length < 0)
                throw IntegerTensors.Invalid($"Invalid value in lengths: {length}");
            if (length > tensor.Shape[0] - begin)
                throw IntegerTensors.Invalid($"Attempting to slice [{begin}, {begin + length}] from tensor with length {tensor.Shape[0]}");
            parts[i] = Tensor.Allocate(tensor.DType, Shape.Of(length).Then(row));
            ElementRange.Copy(tensor, begin * row.ElementCount, parts[i], 0, parts[i].ElementCount);
            begin += length;
        }

        return begin == tensor.Shape[0] ? parts : throw IntegerTensors.Invalid(
            $"Unused values in tensor. Length of tensor: {tensor.Shape[0]} Values used: {begin}");
    }

    /// <summary>Tensors one after the other along their first dim as output 0, and how long each one was as output 1.</summary>
    internal static void Concatenate(Step step, IReadOnlyList<Tensor> elements, Shape row)
    {
        var output = step.Allocate(0, Shape.Of(elements.Sum(element => element.Shape[0])).Then(row));
        var lengths = step.Allocate(1, Shape.Of(elements.Count)).Writable<long>();
        var begin = 0L;
        for (var i = 0; i < elements.Count; i++)
        {
            ElementRange.Copy(elements[i], 0, output, begin, elements[i].ElementCount);
            begin += elements[i].ElementCount;
            lengths[i] = elements[i].Shape[0];
        }
    }

    private static void Infer(ShapeContext context, Shape elementShape)
    {
        context.Output(0, OfAnyLength(elementShape));
        context.Output(1, Shape.Of(Shape.Unknown));
    }

    private static void Concatenate(Step step, TensorList list, Shape elementShape, ReadOnlySpan<long> leading)
    {
        var row = Row(list, elementShape);
        var elements = new Tensor[list.Count];
        for (var i = 0; i < elements.Length; i++)
        {
            var length = i < leading.Length ? leading[i] : 0;
            var element = list[i] ?? ListArguments.Zeros(list.DType, Shape.Of(length).Then(row));
            elements[i] = element.Rank > 0 && element.Shape.From(1).Equals(row) ? element : throw IntegerTensors.Invalid(
                $"Tried to concat tensors with unequal shapes: expected {row} after the first dim, but element {i} has {element.Shape}");
        }

        Concatenate(step, elements, row);
    }

    /// <summary>The shape that the elements have behind their first dim: what the op, the list and the elements say together.</summary>
    private static Shape Row(TensorList list, Shape elementShape)
    {
        var known = ListArguments.Merge(OfAnyLength(elementShape), OfAnyLength(list.ElementShape));
        for (var i = 0; i < list.Count && (!known.HasRank || (known.Rank > 0 && !known.From(1).IsFullyDefined)); i++)
            known = list[i]?.Shape ?? known;
        if (known.Rank == 0)
            throw IntegerTensors.Invalid("Concat requires elements to be at least vectors, found scalars instead.");
        return known.HasRank && known.From(1).IsFullyDefined ? known.From(1) : throw IntegerTensors.Invalid(
            $"All except the first dimension must be fully defined when concating an empty tensor list. element_shape: {known}");
    }

    private static Shape OfAnyLength(Shape shape) => shape.Rank > 0 ? shape.With(0, Shape.Unknown) : shape;

    private static TensorList Join(TensorList first, TensorList second)
    {
        var joined = first.Resize(first.Count + second.Count);
        for (var i = 0; i < second.Count; i++)
            joined = second[i] is { } element ? joined.With(first.Count + i, element) : joined;
        return joined;
    }
}
