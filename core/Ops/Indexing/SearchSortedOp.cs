using GraphRun.Graphs;
using GraphRun.Kernels;

namespace GraphRun.Ops.Indexing;

/// <summary>Where values belong in sorted rows.</summary>
public static class SearchSortedOp
{
    [Op("lower_bound")]
    public static OpDef LowerBound { get; } = Bound("LowerBound", "below it", false);

    [Op("upper_bound")]
    public static OpDef UpperBound { get; } = Bound("UpperBound", "not above it", true);

    private static OpDef Bound(string name, string relation, bool isUpper) => new()
    {
        Name = name,
        Summary = $"For each value, how many elements of the same row of sorted_inputs are {relation}: the place to insert it at.",
        Inputs = ["sorted_inputs: T", "values: T"],
        Outputs = ["output: out_type"],
        Attrs = ["T: realnumbertype", "out_type: {int32, int64} = DT_INT32"],
        Example = $"{name}([[1, 2, 4]], [[2, 3]])",
        Shape = context =>
        {
            ShapeContext.Merge(context.WithRank(0, 2)[0], context.WithRank(1, 2)[0]);
            context.Output(0, context.Input(1));
        },
        Kernel = _ => step =>
        {
            var (sorted, values) = (step.Input(0), step.Input(1));
            if (sorted.Rank != 2 || values.Rank != 2)
                throw IntegerTensors.Invalid($"sorted_inputs and values must be matrices, got shapes {sorted.Shape} and {values.Shape}");
            if (sorted.Shape[0] != values.Shape[0])
                throw IntegerTensors.Invalid("Leading dim_size of both tensors must match.");
            Locating.Bound(sorted, values, isUpper, step.Allocate(0, values.Shape));
        },
    };
}
