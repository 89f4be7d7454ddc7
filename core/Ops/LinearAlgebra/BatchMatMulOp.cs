using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.LinearAlgebra;

/// <summary>The products of many matrices: those along the last two dims (<c>core/kernels/matmul_op_impl.h</c>).</summary>
public static class BatchMatMulOp
{
    private const string DTypeList =
        "{bfloat16, half, float, double, int8, int16, int32, int64, uint8, uint16, uint32, uint64, complex64, complex128}";

    [Op]
    public static OpDef BatchMatMul { get; } = new()
    {
        Name = "BatchMatMul",
        Summary = "BatchMatMulV2 without broadcasting: both inputs have the same dims before the last two.",
        Inputs = ["x: T", "y: T"],
        Outputs = ["output: T"],
        Attrs = [$"T: {DTypeList}", "adj_x: bool = false", "adj_y: bool = false"],
        Example = "BatchMatMul([[[1.0, 2.0]]], [[[3.0], [4.0]]])",
        Shape = context =>
        {
            var (x, y) = (context.WithRankAtLeast(0, 2), context.WithRankAtLeast(1, 2));
            if (x.HasRank && y.HasRank)
                ShapeContext.Merge(x.Part(0, x.Rank - 2), y.Part(0, y.Rank - 2));
            Infer(context);
        },
        Kernel = builder =>
        {
            var form = Form(builder.Attrs);
            return step =>
            {
                var (x, y) = (step.Input(0), step.Input(1));
                if (x.Rank != y.Rank)
                    throw IntegerTensors.Invalid($"In[0] and In[1] has different ndims: {x.Shape} vs. {y.Shape}");
                for (var axis = 0; axis < x.Rank - 2; axis++)
                {
                    if (x.Shape[axis] != y.Shape[axis])
                        throw IntegerTensors.Invalid($"In[0].dim({axis}) and In[1].dim({axis}) must be the same: {x.Shape} vs {y.Shape}");
                }

                Multiply(step, x, y, form);
            };
        },
        Gradient = Gradient,
        Flops = FlopRules.Product("adj_x"),
    };

    [Op]
    public static OpDef BatchMatMulV2 { get; } = new()
    {
        Name = "BatchMatMulV2",
        Summary = "The products of the matrices along the last two dims; the dims before them are broadcast. With adj_x or adj_y the "
            + "matrices of that input are transposed and conjugated first.",
        Inputs = ["x: T", "y: T"],
        Outputs = ["output: T"],
        Attrs = [$"T: {DTypeList}", "adj_x: bool = false", "adj_y: bool = false"],
        Example = "BatchMatMulV2([[[1.0, 2.0]]], [[[3.0], [4.0]]])",
        Shape = Infer,
        Kernel = builder =>
        {
            var form = Form(builder.Attrs);
            return step => Multiply(step, step.Input(0), step.Input(1), form);
        },
        Gradient = Gradient,
        Flops = FlopRules.Product("adj_x"),
    };

    [Op]
    public static OpDef BatchMatMulV3 { get; } = new()
    {
        Name = "BatchMatMulV3",
        Summary = "BatchMatMulV2 of inputs of two dtypes, both of which are cast to Tout before they are multiplied.",
        Inputs = ["x: Ta", "y: Tb"],
        Outputs = ["output: Tout"],
        Attrs = [$"Ta: {DTypeList}", $"Tb: {DTypeList}", $"Tout: {DTypeList}", "adj_x: bool = false", "adj_y: bool = false"],
        Example = "BatchMatMulV3([[[1.0, 2.0]]], [[[3.0], [4.0]]], Tout=float32)",
        Shape = Infer,
        Kernel = builder =>
        {
            var (form, dtype) = (Form(builder.Attrs), builder.Attrs.DType("Tout"));
            return step => Multiply(step, Cast(step.Input(0), dtype), Cast(step.Input(1), dtype), form);
        },
        Gradient = context =>
        {
            var (x, y) = (context.Input(0), context.Input(1));
            var gradients = Gradient(context);
            return [CastTo(context, gradients[0]!.Value, x.DType), CastTo(context, gradients[1]!.Value, y.DType)];
        },
    };

    private static ProductForm Form(Attrs attrs) => ProductForm.Adjoint(attrs.Bool("adj_x"), attrs.Bool("adj_y"));

    private static void Infer(ShapeContext context)
    {
        var (x, y) = (context.WithRankAtLeast(0, 2), context.WithRankAtLeast(1, 2));
        if (!x.HasRank || !y.HasRank)
            return;
        var (adjointX, adjointY) = (context.Attrs.Bool("adj_x"), context.Attrs.Bool("adj_y"));
        ShapeContext.Merge(x[adjointX ? -2 : -1], y[adjointY ? -1 : -2]);
        var (row, column) = (x.Rank - (adjointX ? 1 : 2), y.Rank - (adjointY ? 2 : 1));
        var batch = Broadcasting.Combine(x.Part(0, x.Rank - 2), y.Part(0, y.Rank - 2));
        context.Output(0, batch.Then(x.Part(row, row + 1)).Then(y.Part(column, column + 1)));
    }

    private static Tensor Cast(Tensor x, DType dtype)
    {
        if (x.DType == dtype)
            return x;
        var cast = Tensor.Allocate(dtype, x.Shape);
        Kernels.Elementwise.Cast(x, cast);
        return cast;
    }

    private static void Multiply(Step step, Tensor x, Tensor y, ProductForm form)
    {
        if (x.Rank < 2 || y.Rank < 2)
            throw IntegerTensors.Invalid($"In[{(x.Rank < 2 ? 0 : 1)}] ndims must be >= 2: {(x.Rank < 2 ? x : y).Rank}");
        if (x.Shape[form.TransposeLeft ? -2 : -1] != y.Shape[form.TransposeRight ? -1 : -2])
            throw IntegerTensors.Invalid($"Matrix size-incompatible: In[0]: {x.Shape}, In[1]: {y.Shape}");
        var batch = Broadcasting.Combine(x.Shape.Part(0, x.Rank - 2), y.Shape.Part(0, y.Rank - 2));
        var matrix = Shape.Of(x.Shape[form.TransposeLeft ? -1 : -2], y.Shape[form.TransposeRight ? -2 : -1]);
        MatrixProduct.Run(x, y, form, step.Allocate(0, batch.Rank == 0 ? matrix : batch.Then(matrix)));
    }

    /// <summary>The four cases of TensorFlow's <c>_BatchMatMulV2</c> (<c>math_grad.py</c>), summed back over what was broadcast.</summary>
    private static IReadOnlyList<Output?> Gradient(GradientContext context)
    {
        var gradient = context.Gradient()!.Value;
        var (x, y) = (CastTo(context, context.Input(0), gradient.DType), CastTo(context, context.Input(1), gradient.DType));
        var attrs = context.Node.Attrs;
        var (left, right) = (attrs.Bool("adj_x"), attrs.Bool("adj_y")) switch
        {
            (false, false) => (Product(gradient, y, false, true), Product(x, gradient, true, false)),
            (false, true) => (Product(gradient, y, false, false), Product(gradient, x, true, false)),
            (true, false) => (Product(y, gradient, false, true), Product(x, gradient, false, false)),
            (true, true) => (Product(y, gradient, true, true), Product(gradient, x, true, true)),
        };
        return [Broadcasts.ReduceTo(context, left, x), Broadcasts.ReduceTo(context, right, y)];

        Output Product(Output a, Output b, bool adjointA, bool adjointB) =>
            context.Call("BatchMatMulV2", [a, b], ("adj_x", adjointA), ("adj_y", adjointB));
    }

    private static Output CastTo(GradientContext context, Output value, DType dtype) =>
        value.DType == dtype ? value : context.Call("Cast", [value], ("DstT", dtype));
}
