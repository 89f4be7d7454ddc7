using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Sparse;

/// <summary>Sparse tensors reduced along axes to dense ones.</summary>
public static class SparseReduceOp
{
    [Op("sparse_reduce_sum")]
    public static OpDef SparseReduceSum { get; } = Declare("SparseReduceSum",
        "The sums of a sparse tensor's entries along axes, 0 where there is none.", "numbertype", ScatterKind.Add);

    [Op("sparse_reduce_max")]
    public static OpDef SparseReduceMax { get; } = Declare(
        "SparseReduceMax", "The greatest of a sparse tensor's entries along axes, 0 where there is none; what is not an entry does not count.", "realnumbertype", ScatterKind.Maximum);

    private static OpDef Declare(string name, string summary, string dtypes, ScatterKind kind) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["input_indices: int64", "input_values: T", "input_shape: int64", "reduction_axes: int32"],
        Outputs = ["output: T"],
        Attrs = ["keep_dims: bool = false", $"T: {dtypes}"],
        Example = $"{name}([[0, 0], [0, 1]], [2.0, 3.0], [2, 2], [1])",
        Shape = context =>
        {
            SparseEntries.Infer(context);
            var shape = context.ConstantShape(2);
            if (shape.HasRank && context.Constant(3) is { } axes)
                context.Output(0, Reduced(shape, IsReduced(axes.Integers(), shape.Rank), context.Attrs.Bool("keep_dims")));
            else if (shape.HasRank && context.Attrs.Bool("keep_dims"))
                context.Output(0, Shape.OfRank(shape.Rank));
        },
        Kernel = builder =>
        {
            var keeps = builder.Attrs.Bool("keep_dims");
            return step => Run(step, kind, keeps);
        },
    };

    private static bool[] IsReduced(long[] axes, int rank)
    {
        var isReduced = new bool[rank];
        foreach (var axis in axes)
        {
            if (axis < -rank || axis >= rank)
                throw IntegerTensors.Invalid($"Invalid reduction dimension {axis}, for input with {rank} dimensions.");
            isReduced[axis < 0 ? axis + rank : axis] = true;
        }

        return isReduced;
    }

    private static Shape Reduced(Shape shape, bool[] isReduced, bool keeps)
    {
        var dims = new List<long>();
        for (var axis = 0; axis < isReduced.Length; axis++)
        {
            if (!isReduced[axis] || keeps)
                dims.Add(isReduced[axis] ? 1 : shape[axis]);
        }

        return Shape.Of([.. dims]);
    }

    private static void Run(Step step, ScatterKind kind, bool keeps)
    {
        var entries = SparseEntries.Of(step);
        var isReduced = IsReduced(step.Input(3).Integers(), entries.Rank);
        var shape = Shape.Of(entries.Dims);
        var output = Reduced(shape, isReduced, keeps);
        var sums = Tensor.Allocate(entries.Values.DType, Shape.Of(Reduced(shape, isReduced, false).ElementCount));
        Filling.Zeros(sums);
        var places = Tensor.Allocate(DType.Int64, Shape.Of(entries.Count, 1));
        for (var entry = 0; entry < entries.Count; entry++)
        {
            var position = 0L;
            for (var axis = 0; axis < entries.Rank; axis++)
                position = isReduced[axis] ? position : (position * entries.Dims[axis]) + entries.Place(entry)[axis];
            places.Writable<long>()[entry] = position;
        }

        // The first entry of a place replaces the 0, so that the greatest of negative numbers is one of them.
        if (kind == ScatterKind.Maximum)
            sums = Scattering.ScatterNd(ScatterKind.Update, sums, places, entries.Values);
        step.Forward(0, Scattering.ScatterNd(kind, sums, places, entries.Values).Reshape(output));
    }
}
