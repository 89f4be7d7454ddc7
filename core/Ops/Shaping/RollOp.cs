using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Elements that move along a dim and come back at its other end.</summary>
public static class RollOp
{
    [Op("roll")]
    public static OpDef Roll { get; } = new()
    {
        Name = "Roll",
        Summary = "The elements moved by shift along axis; those that leave at one end enter at the other. Shifts of one axis add up.",
        Inputs = ["input: T", "shift: Tshift", "axis: Taxis"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "Tshift: {int32, int64}", "Taxis: {int32, int64}"],
        Example = "roll(x, 1, 0)",
        Shape = context =>
        {
            context.WithRankAtLeast(0, 1);
            context.Output(0, context.Input(0));
        },
        Kernel = _ => step => Move(step),
        Gradient = context =>
            [context.Call("Roll", context.Gradient()!.Value, context.Call("Neg", context.Input(1)), context.Input(2)), null, null],
    };

    private static void Move(Step step)
    {
        var (input, shift, axis) = (step.Input(0), step.Input(1), step.Input(2));
        if (input.Rank < 1)
            throw IntegerTensors.Invalid("input must be 1-D or higher");
        if (shift.Rank > 1)
            throw IntegerTensors.Invalid($"shift must be a scalar or a 1-D vector. Found: {shift.Shape}");
        if (axis.Rank > 1)
            throw IntegerTensors.Invalid($"axis must be a scalar or a 1-D vector. Found: {axis.Shape}");
        if (!shift.Shape.Equals(axis.Shape))
            throw IntegerTensors.Invalid("shift and axis must have the same size");
        var shifts = new long[input.Rank];
        for (var i = 0; i < axis.ElementCount; i++)
        {
            var place = axis.Integer(i) < 0 ? axis.Integer(i) + input.Rank : axis.Integer(i);
            if (place < 0 || place >= input.Rank)
                throw IntegerTensors.Invalid($"axis {axis.Integer(i)} is out of range");
            var size = Math.Max(input.Shape[(int)place], 1);
            shifts[place] = (shifts[place] + shift.Integer(i)) % size;
        }

        Reordering.Roll(input, shifts, step.Allocate(0, input.Shape));
    }
}
