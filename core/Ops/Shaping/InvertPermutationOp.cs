using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;

namespace GraphRun.Ops.Shaping;

/// <summary>The permutation that undoes another.</summary>
public static class InvertPermutationOp
{
    [Op("invert_permutation")]
    public static OpDef InvertPermutation { get; } = new()
    {
        Name = "InvertPermutation",
        Summary = "The vector y with y[x[i]] = i, for an x that holds every number from 0 to its length once.",
        Inputs = ["x: T"],
        Outputs = ["y: T"],
        Attrs = ["T: {int32, int64} = DT_INT32"],
        Example = "invert_permutation([2, 0, 1])",
        Shape = context => context.Output(0, context.WithRank(0, 1)),
        Kernel = _ => step =>
        {
            var input = step.Input(0);
            if (input.Rank != 1)
                throw IntegerTensors.Invalid("invert_permutation expects a 1D vector.");
            step.Allocate(0, input.Shape).Write(Locating.Invert(input.Integers()));
        },
        Gradient = GradientRules.Stop,
    };

    [Op]
    public static OpDef ConcatOffset { get; } = new()
    {
        Name = "ConcatOffset",
        Summary = "For each of several shapes where its part begins when tensors of these shapes are joined along concat_dim.",
        Inputs = ["concat_dim: int32", "shape: N * int32"],
        Outputs = ["offset: N * int32"],
        Attrs = ["N: int >= 1"],
        Example = "ConcatOffset(0, [[2, 3], [1, 3]])",
        Shape = context =>
        {
            for (var i = 0; i < context.OutputCount; i++)
                context.Output(i, context.Input(i + 1));
        },
        Kernel = _ => step =>
        {
            var first = step.Input(1).Integers();
            var axis = ShapeContext.Axis(step.Integer(0, "concat_dim"), first.Length);
            var begin = 0L;
            for (var i = 1; i < step.InputCount; i++)
            {
                var offset = new long[first.Length];
                offset[axis] = begin;
                step.Allocate(i - 1, step.Input(i).Shape).Write(offset);
                begin += step.Input(i).Integers()[axis];
            }
        },
        Gradient = GradientRules.Stop,
    };
}
