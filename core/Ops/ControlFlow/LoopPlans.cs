using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.ControlFlow;

/// <summary>
/// The condition and the body of a loop, planned for the shapes that values enter it with, for only a run knows them all: the memory of
/// an iteration is laid out beforehand then. A loop that meets ever new shapes is planned for any.
/// </summary>
internal sealed class LoopPlans(KernelBuilder builder)
{
    /// <summary>So many sets of shapes have plans of their own.</summary>
    private const int MostShapes = 4;

    private readonly List<(Shape[] Entry, FunctionCall Condition, FunctionCall Body)> plans = [];
    private (FunctionCall Condition, FunctionCall Body)? general;

    /// <summary>The plans for values that enter the loop.</summary>
    public (FunctionCall Condition, FunctionCall Body) For(Tensor[] values)
    {
        foreach (var (entry, condition, body) in plans)
        {
            if (Fits(entry, values))
                return (condition, body);
        }

        if (plans.Count == MostShapes || TryPlan(values) is not { } made)
            return general ??= Plan(LoopShapes.Of(builder.Node.Functions[1], [.. builder.Node.Inputs.Select(input => input.Shape)]));
        plans.Add((Array.ConvertAll(values, value => value.Shape), made.Condition, made.Body));
        return made;
    }

    /// <summary>Null when the body objects to the shapes: it does so again where it runs, in the right place.</summary>
    private (FunctionCall Condition, FunctionCall Body)? TryPlan(Tensor[] values)
    {
        try
        {
            return Plan(LoopShapes.Of(builder.Node.Functions[1], Array.ConvertAll(values, value => value.Shape)));
        }
        catch (GraphRunException)
        {
            return null;
        }
    }

    private (FunctionCall Condition, FunctionCall Body) Plan(Shape[] shapes)
    {
        var condition = builder.Function(0, shapes, ResultUse.Passing);
        var keepsArguments = builder.Node.Functions[0].KeepsInputs;
        return (condition, builder.Function(1, shapes, keepsArguments ? ResultUse.Kept : ResultUse.NextArguments));
    }

    private static bool Fits(Shape[] entry, Tensor[] values)
    {
        for (var i = 0; i < entry.Length; i++)
        {
            if (!entry[i].Equals(values[i].Shape))
                return false;
        }

        return true;
    }
}
