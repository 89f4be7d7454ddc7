using GraphRun.Gradients;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>A tensor of one value with others at some places.</summary>
public static class SparseToDenseOp
{
    [Op("sparse_to_dense")]
    public static OpDef SparseToDense { get; } = new()
    {
        Name = "SparseToDense",
        Summary = "A tensor of default_value with sparse_values, one for each place or one for all, at the places that "
            + "sparse_indices names: a scalar, a vector, or a matrix with a row for each place. With validate_indices they must rise "
            + "and not repeat.",
        Inputs = ["sparse_indices: Tindices", "output_shape: Tindices", "sparse_values: T", "default_value: T"],
        Outputs = ["dense: T"],
        Attrs = ["validate_indices: bool = true", "T: type", "Tindices: {int32, int64}"],
        Parameters =
        [
            "sparse_indices: sparse_indices", "output_shape: output_shape", "sparse_values: sparse_values", "default_value: default_value",
            "validate_indices: validate_indices = true",
        ],
        Example = "sparse_to_dense([0, 2], [3], 1, 0)",
        Shape = context => context.Output(0, context.ConstantShape(1)),
        Kernel = builder =>
        {
            var isChecked = builder.Attrs.Bool("validate_indices");
            return step =>
            {
                var (indices, shape, values) = (step.Input(0), step.Input(1).ToShape(), step.Input(2));
                var (count, depth) = (indices.Rank == 0 ? 1 : indices.Shape[0], indices.Rank < 2 ? 1 : indices.Shape[1]);
                if (indices.Rank > 2)
                    throw IntegerTensors.Invalid($"sparse_indices should be a scalar, vector, or matrix, got shape {indices.Shape}");
                if (step.Input(1).Rank != 1 || shape.Rank != depth)
                    throw IntegerTensors.Invalid($"output_shape has incorrect number of elements: {shape.Rank} should be: {depth}");
                if (values.Rank > 1 || (values.Rank == 1 && values.ElementCount != count))
                    throw IntegerTensors.Invalid($"sparse_values has incorrect shape {values.Shape}, should be [] or [{count}]");
                if (step.Input(3).Rank != 0)
                    throw IntegerTensors.Invalid("default_value should be a scalar.");
                Marking.SparseToDense(indices, values, step.Input(3), isChecked, step.Allocate(0, shape));
            };
        },
        Gradient = context =>
        [
            null,
            null,
            Broadcasts.ReduceTo(context, Gathered(context), context.Input(2)),
            context.Call(
                "Sub",
                context.Call("Sum", context.Gradient()!.Value, Axes(context)),
                context.Call("Sum", Gathered(context), Zero(context))),
        ],
    };

    // A scalar or vector names places of a vector, a matrix has a row for each place.
    private static Graphs.Output Gathered(GradientContext context)
    {
        var indices = context.Input(0);
        if (indices.Shape.Rank is 0 or 1)
            indices = context.Call("ExpandDims", indices, context.Builder.Constant(Tensor.Scalar(-1)));
        return context.Call("GatherNd", context.Gradient()!.Value, indices);
    }

    private static Graphs.Output Zero(GradientContext context) => context.Builder.Constant(Tensor.Vector(0));

    private static Graphs.Output Axes(GradientContext context) => context.Call(
        "Range",
        context.Builder.Constant(Tensor.Scalar(0)),
        context.Call("Rank", context.Gradient()!.Value),
        context.Builder.Constant(Tensor.Scalar(1)));
}
