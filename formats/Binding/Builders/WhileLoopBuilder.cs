using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.while_loop</c>: replaces its values by what the body returns as long as the condition holds.</summary>
internal static class WhileLoopBuilder
{
    public static Builder WhileLoop { get; } = new()
    {
        Names = ["while_loop"],
        Signature =
        [
            "cond: func", "body: func", "loop_vars: tensor", "shape_invariants: list(shape) = None", "parallel_iterations: int = 10",
            "back_prop: bool = true", "swap_memory: bool = false", "maximum_iterations: tensor = None", "iteration_limit: int = 0",
        ],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var values = CondBuilder.Tensors(call, "loop_vars");
        var invariants = values.Select(value => value.Shape).ToList();
        if (call.Has("shape_invariants"))
            invariants = [.. call.Attr<Shape[]>("shape_invariants")];
        if (values.Count == 0)
            throw call.Error("No loop variables provided");
        if (invariants.Count != values.Count)
            throw call.Error($"shape_invariants must have {values.Count} shapes, one for each loop variable, got {invariants.Count}");
        Output? limit = call.Has("maximum_iterations") ? call.Tensor("maximum_iterations", DType.Int32) : null;
        var op = Catalogue.Get("While");
        List<FunctionNodes.Attr> functions = [CondBuilder.Functions(call, op, 0, "cond"), CondBuilder.Functions(call, op, 1, "body")];
        var loop = FunctionNodes.Repeat(call, op, call.Below("while"), values, functions, invariants, limit, IterationLimit(call));
        return Values(call, loop, 0, values.Count);
    }

    private static Dictionary<string, object> IterationLimit(Call call) =>
        new() { ["iteration_limit"] = call.Attr<long>("iteration_limit") };

    /// <summary>Some outputs of a loop as the outputs of a node of the call's name.</summary>
    internal static TensorOperand Values(Call call, Node loop, int first, int count)
    {
        var outputs = Enumerable.Range(first, count).Select(i => new Output(loop, i)).ToArray();
        return call.Add(count == 1 ? "Identity" : "IdentityN", call.Name, outputs);
    }
}
