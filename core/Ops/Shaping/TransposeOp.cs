using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Dims in another order.</summary>
public static class TransposeOp
{
    [Op("transpose")]
    public static OpDef Transpose { get; } = new()
    {
        Name = "Transpose",
        Summary = "Dim i of the output is dim perm[i] of the input.",
        Inputs = ["x: T", "perm: Tperm"],
        Outputs = ["y: T"],
        Attrs = ["T: type", "Tperm: {int32, int64} = DT_INT32"],
        Parameters = ["a: x", "perm: perm"],
        Example = "transpose(x, [1, 0])",
        Shape = Infer,
        Kernel = builder =>
        {
            var dtype = builder.InputDType(0);
            var prepared = new Prepared<(Shape Shape, StridedCopy Copy)>(0, step => Prepare(dtype, step.Input(0).Shape, step.Input(1)));
            return step =>
            {
                var (shape, copy) = prepared.Get(step);
                copy.Run(step.Input(0), step.Allocate(0, shape));
            };
        },
        Gradient = context =>
            [context.Call("Transpose", context.Gradient()!.Value, context.Call("InvertPermutation", context.Input(1))), null],
    };

    private static void Infer(ShapeContext context)
    {
        var (input, permutation) = (context.Input(0), context.Constant(1));
        var length = context.WithRank(1, 1)[0];
        if (!input.HasRank && length == Tensors.Shape.Unknown)
            return;
        var rank = input.HasRank ? input.Rank : (int)length;
        if (input.HasRank)
            ShapeContext.Merge(length, rank);
        if (permutation is null)
            context.Output(0, Tensors.Shape.OfRank(rank));
        else
            context.Output(0, Permute(input.HasRank ? input : Tensors.Shape.OfRank(rank), Order(permutation, rank)));
    }

    private static (Shape Shape, StridedCopy Copy) Prepare(DType dtype, Shape input, Tensor permutation)
    {
        var order = Order(permutation, input.Rank);
        var view = StridedView.Of(input).Permute(order);
        return (Permute(input, order), new StridedCopy(dtype, view, StridedView.Of(view.Dims)));
    }

    private static int[] Order(Tensor permutation, int rank)
    {
        if (permutation.Rank != 1 || permutation.ElementCount != rank)
            throw ShapeContext.Error(
                $"transpose expects a vector of size {rank}. But input(1) is a vector of size {permutation.ElementCount}");
        var (order, seen) = (new int[rank], new bool[rank]);
        for (var i = 0; i < rank; i++)
        {
            var axis = permutation.Integer(i);
            if (axis < -rank || axis >= rank)
                throw ShapeContext.Error($"perm dim {axis} is out of range of input rank {rank}");
            order[i] = (int)(axis < 0 ? axis + rank : axis);
            seen[order[i]] = true;
        }

        var missing = Array.IndexOf(seen, false);
        return missing < 0 ? order : throw ShapeContext.Error($"{missing} is missing from {{{string.Join(',', order)}}}.");
    }

    private static Shape Permute(Shape shape, int[] order)
    {
        var (dims, names) = (new long[order.Length], new string?[order.Length]);
        for (var i = 0; i < order.Length; i++)
            (dims[i], names[i]) = (shape[order[i]], shape.NameOf(order[i]));
        return Tensors.Shape.Named(dims, names);
    }
}
