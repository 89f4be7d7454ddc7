using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>Slices dealt out by number, and put together again.</summary>
public static class DynamicPartitionOp
{
    [Op("dynamic_partition")]
    public static OpDef DynamicPartition { get; } = new()
    {
        Name = "DynamicPartition",
        Summary = "For each of num_partitions numbers the slices of data that carry it in partitions, in their order.",
        Inputs = ["data: T", "partitions: int32"],
        Outputs = ["outputs: num_partitions * T"],
        Attrs = ["num_partitions: int >= 1", "T: type"],
        Example = "dynamic_partition([1, 2, 3], [0, 1, 0], 2)",
        Shape = context =>
        {
            var (data, partitions) = (context.Input(0), context.Input(1));
            if (!data.HasRank || !partitions.HasRank)
                return;
            Require(data, partitions);
            for (var i = 0; i < context.OutputCount; i++)
                context.Output(i, Shape.OfRank(1).Then(data.From(partitions.Rank)));
        },
        Kernel = builder =>
        {
            var count = (int)builder.Attrs.Int("num_partitions");
            return step =>
            {
                Require(step.Input(0).Shape, step.Input(1).Shape);
                var parts = Partitioning.Partition(step.Input(0), step.Input(1), count);
                for (var i = 0; i < count; i++)
                    step.Forward(i, parts[i]);
            };
        },
        Gradient = context => [Stitch(context), null],
    };

    [Op("dynamic_stitch")]
    public static OpDef DynamicStitch { get; } = Stitching("DynamicStitch");

    /// <summary>The same as DynamicStitch: here the order of the slices is always kept.</summary>
    [Op]
    public static OpDef ParallelDynamicStitch { get; } = Stitching("ParallelDynamicStitch");

    private static OpDef Stitching(string name) => new()
    {
        Name = name,
        Summary = "Slice indices[m][i] of the output is slice i of data[m]; where several meet, the last stays. Slices that none "
            + "names are zeros.",
        Inputs = ["indices: N * int32", "data: N * T"],
        Outputs = ["merged: T"],
        Attrs = ["N: int >= 1", "T: type"],
        Example = $"{name}([[0, 2], [1]], [[1.0, 3.0], [2.0]])",
        Shape = Infer,
        Kernel = builder =>
        {
            var count = (int)builder.Attrs.Int("N");
            return step => Merge(step.Inputs()[..count], step.Inputs()[count..], step);
        },
        Gradient = context =>
        {
            var count = context.Node.Inputs.Count / 2;
            var gathered = Enumerable.Range(0, count).Select(i =>
                (Output?)context.Call("GatherV2", context.Gradient()!.Value, context.Input(i), context.Builder.Constant(Tensor.Scalar(0))));
            return [.. new Output?[count], .. gathered];
        },
    };

    private static void Require(Shape data, Shape partitions)
    {
        if (data.Rank < partitions.Rank || !data.Part(0, partitions.Rank).Accepts(partitions))
            throw ShapeContext.Error(
                $"data.shape must start with partitions.shape, got data.shape = {data}, partitions.shape = {partitions}");
    }

    private static void Infer(ShapeContext context)
    {
        var (count, size) = (context.InputCount / 2, 0L);
        var slice = Shape.UnknownRank;
        for (var i = 0; i < count; i++)
        {
            var (indices, data) = (context.Input(i), context.Input(count + i));
            if (context.Constant(i) is not { } numbers)
                size = Shape.Unknown;
            else if (size != Shape.Unknown && numbers.ElementCount > 0)
                size = Math.Max(size, numbers.Integers().Max() + 1);
            if (indices.HasRank && data.HasRank)
                slice = ShapeContext.Merge(slice, data.From(Math.Min(indices.Rank, data.Rank)));
        }

        context.Output(0, Shape.Of(size).Then(slice));
    }

    private static void Merge(Tensor[] indices, Tensor[] data, Step step)
    {
        var size = 0L;
        var slice = data[0].Shape.From(Math.Min(indices[0].Rank, data[0].Rank));
        for (var i = 0; i < indices.Length; i++)
        {
            var rank = indices[i].Rank;
            if (data[i].Rank < rank || !data[i].Shape.Part(0, rank).Equals(indices[i].Shape))
                throw IntegerTensors.Invalid(
                    $"data[{i}].shape = {data[i].Shape} does not start with indices[{i}].shape = {indices[i].Shape}");
            if (!data[i].Shape.From(rank).Equals(slice))
                throw IntegerTensors.Invalid(
                    $"Need data[0].shape[{indices[0].Rank}:] = data[{i}].shape[{rank}:], got data[0].shape = {data[0].Shape}, "
                    + $"data[{i}].shape = {data[i].Shape}, "
                    + $"indices[0].shape = {indices[0].Shape}, indices[{i}].shape = {indices[i].Shape}");
            foreach (var index in indices[i].Values<int>())
                size = Math.Max(size, index + 1L);
        }

        Partitioning.Stitch(indices, data, step.Allocate(0, Shape.Of(size).Then(slice)));
    }

    // The same numbers say where each gradient came from.
    private static Output Stitch(GradientContext context)
    {
        var (data, partitions) = (context.Input(0), context.Input(1));
        var count = context.Node.OutputDTypes.Length;
        var one = context.Builder.Constant(Tensor.Scalar(1));
        var all = context.Call("Range", context.Builder.Constant(Tensor.Scalar(0)), context.Call("Size", partitions), one);
        var numbers = context.Call("Reshape", all, context.Call("Shape", partitions));
        var places = context.Call("DynamicPartition", [numbers, partitions], ("num_partitions", (long)count)).Node;
        var indices = Enumerable.Range(0, count).Select(i => new Output(places, i));
        var gradients = Enumerable.Range(0, count).Select(i => context.Gradient(i) ?? context.Call("ZerosLike", context.Output(i)));
        return context.Call(
            "Reshape", context.Call("DynamicStitch", [.. indices, .. gradients], ("N", (long)count)), context.Call("Shape", data));
    }
}
