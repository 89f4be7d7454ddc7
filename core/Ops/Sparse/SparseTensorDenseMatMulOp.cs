using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops.Elementwise;
using GraphRun.Tensors;

namespace GraphRun.Ops.Sparse;

/// <summary>Products and sums of a sparse and a dense tensor.</summary>
public static class SparseTensorDenseMatMulOp
{
    [Op("sparse_tensor_dense_matmul")]
    public static OpDef SparseTensorDenseMatMul { get; } = new()
    {
        Name = "SparseTensorDenseMatMul",
        Summary = "The product of a sparse matrix a and a dense one b, either of them transposed (and conjugated) first where adjoint "
            + "says so. Entries add up in "
            + "the order in which they stand.",
        Inputs = ["a_indices: Tindices", "a_values: T", "a_shape: int64", "b: T"],
        Outputs = ["product: T"],
        Attrs = ["T: numbertype", "Tindices: {int32, int64} = DT_INT64", "adjoint_a: bool = false", "adjoint_b: bool = false"],
        Example = "SparseTensorDenseMatMul([[0, 0], [1, 2]], [2.0, 3.0], [2, 3], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])",
        Shape = context =>
        {
            var (turnsA, turnsB) = (context.Attrs.Bool("adjoint_a"), context.Attrs.Bool("adjoint_b"));
            SparseEntries.Infer(context);
            var (a, b) = (context.ConstantShape(2), context.WithRank(3, 2));
            if (a.HasRank && a.Rank != 2)
                throw ShapeContext.Error($"Shape must be rank 2 but is rank {a.Rank}");
            if (a.HasRank)
                ShapeContext.Merge(a[turnsA ? 0 : 1], b[turnsB ? 1 : 0]);
            context.Output(0, Shape.Of(a.HasRank ? a[turnsA ? 1 : 0] : Shape.Unknown, b[turnsB ? 0 : 1]));
        },
        Kernel = builder =>
        {
            var (turnsA, turnsB) = (builder.Attrs.Bool("adjoint_a"), builder.Attrs.Bool("adjoint_b"));
            return step => Multiply(step, turnsA, turnsB);
        },
        Gradient = Gradient,
    };

    [Op("sparse_tensor_dense_add")]
    public static OpDef SparseTensorDenseAdd { get; } = new()
    {
        Name = "SparseTensorDenseAdd",
        Summary = "The dense tensor b with the entries of a sparse one of its shape added.",
        Inputs = ["a_indices: Tindices", "a_values: T", "a_shape: Tindices", "b: T"],
        Outputs = ["output: T"],
        Attrs = ["T: numbertype", "Tindices: {int32, int64}"],
        Example = "SparseTensorDenseAdd([[0, 1]], [2.0], [2, 2], [[1.0, 2.0], [3.0, 4.0]])",
        Shape = context => context.Output(0, ShapeContext.Merge(context.ConstantShape(2), context.Input(3))),
        Kernel = _ => step =>
        {
            var (entries, dense) = (SparseEntries.Of(step), step.Input(3));
            if (entries.Rank != dense.Rank)
                throw IntegerTensors.Invalid($"Two operands have different number of dimensions: {entries.Rank} vs. {dense.Rank}");
            for (var axis = 0; axis < entries.Rank; axis++)
            {
                if (entries.Dims[axis] != dense.Shape[axis])
                {
                    throw IntegerTensors.Invalid(
                        $"Dimension {axis} does not equal (no broadcasting is supported): sparse side {entries.Dims[axis]} vs dense side {dense.Shape[axis]}");
                }
            }

            step.Forward(0, Scattering.ScatterNd(ScatterKind.Add, dense, step.Input(0), step.Input(1)));
        },
        Gradient = context => [null, context.Call("GatherNd", context.Gradient()!.Value, context.Input(0)), null, context.Gradient()],
    };

    /// <summary>TensorFlow's <c>_SparseTensorDenseMatMulGrad</c> (<c>python/ops/sparse_grad.py</c>).</summary>
    private static Output?[] Gradient(GradientContext context)
    {
        var (turnsA, turnsB) = (context.Node.Attrs.Bool("adjoint_a"), context.Node.Attrs.Bool("adjoint_b"));
        var (gradient, indices, b) = (context.Gradient()!.Value, context.Input(0), context.Input(3));
        if (gradient.DType is DType.Complex64 or DType.Complex128)
            throw IntegerTensors.Invalid("SparseTensorDenseMatMul op does not support complex gradients.");
        var dense = context.Call(
            "SparseTensorDenseMatMul", [indices, context.Input(1), context.Input(2), gradient], ("adjoint_a", !turnsA));
        var swap = context.Builder.Constant(Tensor.Vector(1, 0));
        var (rows, columns) = (Column(context, indices, turnsA ? 1 : 0), Column(context, indices, turnsA ? 0 : 1));
        var zero = context.Builder.Constant(Tensor.Scalar(0));
        var left = context.Call("GatherV2", gradient, rows, zero);
        var right = context.Call("GatherV2", turnsB ? context.Call("Transpose", b, swap) : b, columns, zero);
        var values = context.Call("Sum", context.Call("Mul", left, right), context.Builder.Constant(Tensor.Scalar(1)));
        return [null, values, null, turnsB ? context.Call("Transpose", dense, swap) : dense];
    }

    private static Output Column(GradientContext context, Output indices, int column) =>
        context.Call("GatherV2", indices, context.Builder.Constant(Tensor.Scalar(column)), context.Builder.Constant(Tensor.Scalar(1)));

    private static void Multiply(Step step, bool turnsA, bool turnsB)
    {
        var (entries, b) = (SparseEntries.Of(step), step.Input(3));
        if (entries.Rank != 2)
            throw IntegerTensors.Invalid($"Tensor 'a_shape' must have 2 elements, got {entries.Rank}");
        if (b.Rank != 2)
            throw IntegerTensors.Invalid("Tensor 'b' is not a matrix");
        var (inner, outer) = (entries.Dims[turnsA ? 0 : 1], b.Shape[turnsB ? 1 : 0]);
        if (inner != outer)
        {
            throw IntegerTensors.Invalid(
                $"Cannot multiply A and B because inner dimension does not match: {inner} vs. {outer}.  Did you forget a transpose?  "
                + $"Dimensions of A: [{entries.Dims[0]}, {entries.Dims[1]}).  Dimensions of B: {b.Shape}");
        }

        var output = step.Allocate(0, Shape.Of(entries.Dims[turnsA ? 1 : 0], b.Shape[turnsB ? 0 : 1]));
        Filling.Zeros(output);
        var conjugated = turnsA && b.DType is DType.Complex64 or DType.Complex128 ? Conjugate(entries.Values, turnsA) : entries.Values;
        var dense = turnsB ? Turned(b) : b;
        ArithmeticTypes.Run(b.DType, new Product(entries, conjugated, dense, output, turnsA));
    }

    private static Tensor Turned(Tensor matrix)
    {
        var turned = Tensor.Allocate(matrix.DType, Shape.Of(matrix.Shape[1], matrix.Shape[0]));
        Reordering.Transpose(Conjugate(matrix, true), [1, 0], turned);
        return turned;
    }

    private static Tensor Conjugate(Tensor values, bool isAsked)
    {
        if (!isAsked || values.DType is not (DType.Complex64 or DType.Complex128))
            return values;
        var conjugated = Tensor.Allocate(values.DType, values.Shape);
        ComplexOp.Conjugate(values, conjugated);
        return conjugated;
    }

    private readonly struct Product(SparseEntries entries, Tensor values, Tensor dense, Tensor output, bool isTurned) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var columns = (int)output.Shape[1];
            for (var entry = 0; entry < entries.Count; entry++)
            {
                var place = entries.Place(entry);
                var (row, inner) = isTurned ? ((int)place[1], (int)place[0]) : ((int)place[0], (int)place[1]);
                var value = values.Values<T>()[entry];
                var source = dense.Values<T>().Slice(inner * columns, columns);
                var sums = output.Writable<T>().Slice(row * columns, columns);
                for (var i = 0; i < sums.Length; i++)
                    sums[i] = TArithmetic.Add(sums[i], TArithmetic.Multiply(value, source[i]));
            }
        }
    }
}
