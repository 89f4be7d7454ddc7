using GraphRun.Gradients;
using GraphRun.Graphs;

namespace GraphRun.Ops.Lists;

/// <summary>
/// The gradients of the ops on arrays (<c>python/ops/tensor_array_grad.py</c>): what is read from an array sends its gradient into the
/// array of gradients, and what was written gets it from there. The flow brings the writes before the reads.
/// </summary>
internal static class TensorArrayGradients
{
    private const string Scope = "gradients";

    internal static IReadOnlyList<Output?> Read(GradientContext context) =>
        [null, null, Send(context, "TensorArrayWriteV3", context.Input(2), context.Input(1), context.Gradient()!.Value)];

    internal static IReadOnlyList<Output?> Gather(GradientContext context) =>
        [null, null, Send(context, "TensorArrayScatterV3", context.Input(2), context.Input(1), context.Gradient()!.Value)];

    internal static IReadOnlyList<Output?> Concat(GradientContext context) =>
        [null, Send(context, "TensorArraySplitV3", context.Input(1), context.Gradient()!.Value, context.Output(1))];

    internal static IReadOnlyList<Output?> Write(GradientContext context) =>
        [null, null, Receive(context, "TensorArrayReadV3", 2, context.Input(1)), context.Gradient()];

    internal static IReadOnlyList<Output?> Scatter(GradientContext context) =>
        [null, null, Receive(context, "TensorArrayGatherV3", 2, context.Input(1)), context.Gradient()];

    internal static IReadOnlyList<Output?> Split(GradientContext context) =>
        [null, Receive(context, "TensorArrayConcatV3", 1), null, context.Gradient()];

    private static Output Send(GradientContext context, string op, Output flow, params Output[] inputs)
    {
        var array = context.Call("TensorArrayGradV3", [context.Input(0), flow], ("source", Source(context))).Node;
        return context.Call(op, [new Output(array, 0), .. inputs, new Output(array, 1)]);
    }

    /// <summary>The array of gradients is made when the array has been written to, and so has its size.</summary>
    private static Output Receive(GradientContext context, string op, int value, params Output[] inputs)
    {
        var before = context.Builder.ControlInputs;
        context.Builder.ControlInputs = [.. before, context.Node];
        var flow = context.Gradient()!.Value;
        var array = context.Call("TensorArrayGradV3", [context.Input(0), flow], ("source", Source(context))).Node;
        context.Builder.ControlInputs = before;
        return context.Call(op, [new Output(array, 0), .. inputs, new Output(array, 1)], ("dtype", context.Input(value).DType));
    }

    /// <summary>Each call of <c>gradients</c> has arrays of its own, named by its scope.</summary>
    private static string Source(GradientContext context)
    {
        var parts = context.Builder.Scope.Split('/');
        var last = Array.FindLastIndex(parts, part => part.StartsWith(Scope, StringComparison.Ordinal));
        return last < 0 ? Scope : string.Join('/', parts[..(last + 1)]);
    }
}
