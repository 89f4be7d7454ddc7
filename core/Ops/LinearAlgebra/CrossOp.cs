using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>Cross products.</summary>
public static class CrossOp
{
    [Op("cross", "linalg.cross")]
    public static OpDef Cross { get; } = new()
    {
        Name = "Cross",
        Summary = "The cross products of the vectors of three elements along the last dim of a and b, which have one shape.",
        Inputs = ["a: T", "b: T"],
        Outputs = ["product: T"],
        Attrs = ["T: realnumbertype"],
        Example = "cross([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])",
        Shape = context =>
        {
            var shape = Graphs.ShapeContext.Merge(context.WithRankAtLeast(0, 1), context.WithRankAtLeast(1, 1));
            if (shape.HasRank)
                Graphs.ShapeContext.Merge(shape[-1], 3);
            context.Output(0, shape);
        },
        Kernel = _ => step =>
        {
            var (a, b) = (step.Input(0), step.Input(1));
            if (!a.Shape.Equals(b.Shape))
                throw IntegerTensors.Invalid($"Both inputs must be of same shape: {a.Shape} vs. {b.Shape}");
            if (a.Rank < 1 || a.Shape[-1] != 3)
                throw IntegerTensors.Invalid($"Cross-products are only defined for 3-element vectors, got shape {a.Shape}");
            ArithmeticTypes.RunReal(a.DType, new Products(a, b, step.Allocate(0, a.Shape)));
        },
        Gradient = context =>
        [
            context.Call("Cross", context.Input(1), context.Gradient()!.Value),
            context.Call("Cross", context.Gradient()!.Value, context.Input(0)),
        ],
    };

    private readonly struct Products(Tensor a, Tensor b, Tensor product) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var x = a.Values<T>();
            var y = b.Values<T>();
            var z = product.Writable<T>();
            for (var i = 0; i < z.Length; i += 3)
            {
                for (var axis = 0; axis < 3; axis++)
                {
                    var (second, third) = (i + ((axis + 1) % 3), i + ((axis + 2) % 3));
                    z[i + axis] = TArithmetic.Subtract(TArithmetic.Multiply(x[second], y[third]), TArithmetic.Multiply(x[third], y[second]));
                }
            }
        }
    }
}
