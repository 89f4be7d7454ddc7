using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Indexing;

/// <summary>What occurs in a tensor, once each, in the order of its first occurrence.</summary>
public static class UniqueOp
{
    [Op("unique")]
    public static OpDef Unique { get; } = Vector(
        "Unique",
        "The different elements of a vector in the order of their first occurrence, and for each element which of them it is.",
        false);

    [Op("unique_with_counts")]
    public static OpDef UniqueWithCounts { get; } = Vector("UniqueWithCounts", "Unique, and how often each element occurs.", true);

    [Op]
    public static OpDef UniqueV2 { get; } = Along(
        "UniqueV2",
        "The different slices along an axis in the order of their first occurrence, and for each slice which of them it is.",
        false);

    [Op]
    public static OpDef UniqueWithCountsV2 { get; } = Along("UniqueWithCountsV2", "UniqueV2, and how often each slice occurs.", true);

    [Op("list_diff", "setdiff1d")]
    public static OpDef ListDiff { get; } = new()
    {
        Name = "ListDiff",
        Summary = "The elements of x that are not in y, in their order and with repetitions, and where they stand in x.",
        Inputs = ["x: T", "y: T"],
        Outputs = ["out: T", "idx: out_idx"],
        Attrs = ["T: type", "out_idx: {int32, int64} = DT_INT32"],
        Example = "list_diff([1, 2, 3], [2])",
        Shape = context =>
        {
            context.WithRank(0, 1);
            context.WithRank(1, 1);
            context.Output(0, Shape.OfRank(1));
            context.Output(1, Shape.OfRank(1));
        },
        Kernel = _ => step =>
        {
            if (step.Input(0).Rank != 1)
                throw IntegerTensors.Invalid("x should be a 1D vector.");
            if (step.Input(1).Rank != 1)
                throw IntegerTensors.Invalid("y should be a 1D vector.");
            var (values, places) = Uniqueness.Difference(step.Input(0), step.Input(1));
            step.Forward(0, values);
            step.Allocate(1, values.Shape).Write(Array.ConvertAll(places, place => (long)place));
        },
    };

    private static OpDef Vector(string name, string summary, bool counts) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["x: T"],
        Outputs = counts ? ["y: T", "idx: out_idx", "count: out_idx"] : ["y: T", "idx: out_idx"],
        Attrs = ["T: type", "out_idx: {int32, int64} = DT_INT32"],
        Example = $"{name}([1, 1, 2])",
        Shape = context =>
        {
            context.WithRank(0, 1);
            context.Output(0, Shape.OfRank(1));
            context.Output(1, context.Input(0));
            if (counts)
                context.Output(2, Shape.OfRank(1));
        },
        Kernel = _ => step =>
        {
            if (step.Input(0).Rank != 1)
                throw IntegerTensors.Invalid("unique expects a 1D vector.");
            Write(step, 0, counts);
        },
        Gradient = GradientRules.Stop,
    };

    private static OpDef Along(string name, string summary, bool counts) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = ["x: T", "axis: Taxis"],
        Outputs = counts ? ["y: T", "idx: out_idx", "count: out_idx"] : ["y: T", "idx: out_idx"],
        Attrs = ["T: type", "Taxis: {int32, int64} = DT_INT64", "out_idx: {int32, int64} = DT_INT32"],
        Example = $"{name}([1, 1, 2], [0])",
        Shape = context =>
        {
            var rank = context.Input(0).Rank;
            if (rank >= 0 && context.Constant(1) is { } axis)
                context.Output(0, context.Input(0).With(Axis(axis, rank), Shape.Unknown));
            else if (rank >= 0)
                context.Output(0, Shape.OfRank(rank));
            context.Output(1, Shape.OfRank(1));
            if (counts)
                context.Output(2, Shape.OfRank(1));
        },
        Kernel = _ => step => Write(step, Axis(step.Input(1), step.Input(0).Rank), counts),
        Gradient = GradientRules.Stop,
    };

    private static int Axis(Tensor axis, int rank)
    {
        if (axis.Rank > 1)
            throw IntegerTensors.Invalid("axis expects a 1D vector.");
        if (axis.ElementCount > 1)
            throw IntegerTensors.Invalid($"axis does not support input tensors larger than 1 elements: {axis.Shape}");
        if (axis.ElementCount == 0 && rank != 1)
            throw IntegerTensors.Invalid("unique expects a 1D vector.");
        return axis.ElementCount == 0 ? 0 : ShapeContext.Axis(axis.Integer(0), rank);
    }

    private static void Write(Step step, int axis, bool withCounts)
    {
        var (values, places, counts) = Uniqueness.Unique(step.Input(0), axis);
        step.Forward(0, values);
        step.Allocate(1, Shape.Of(places.Length)).Write(Array.ConvertAll(places, place => (long)place));
        if (withCounts)
            step.Allocate(2, Shape.Of(counts.Length)).Write(Array.ConvertAll(counts, count => (long)count));
    }
}
