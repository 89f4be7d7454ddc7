using GraphRun.Graphs;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>
/// <c>tf.scan</c>, <c>tf.foldl</c> and <c>tf.foldr</c>: call a function with what it returned before and the next parts of tensors along
/// their first dim. Without an initializer the first parts take its place.
/// </summary>
internal static class ScanBuilder
{
    private static readonly string[] signature =
    [
        "fn: func", "elems: tensor", "initializer: tensor = None", "parallel_iterations: int = 10", "back_prop: bool = true",
        "swap_memory: bool = false",
    ];

    public static Builder Scan { get; } = new()
    {
        Names = ["scan"],
        Signature = [.. signature, "infer_shape: bool = true", "reverse: bool = false"],
        Expand = call => Expand(call, call.Attr<bool>("reverse"), collects: true),
    };

    public static Builder FoldLeft { get; } = new()
    {
        Names = ["foldl", "fold"],
        Signature = signature,
        Expand = call => Expand(call, isReversed: false, collects: false),
    };

    public static Builder FoldRight { get; } = new()
    {
        Names = ["foldr"],
        Signature = signature,
        Expand = call => Expand(call, isReversed: true, collects: false),
    };

    private static TensorOperand Expand(Call call, bool isReversed, bool collects)
    {
        call.RefuseRest();
        List<Output>? initial = call.Has("initializer") ? CondBuilder.Tensors(call, "initializer") : null;
        var loop = new ElementLoop(call, initial?.Count, isReversed);
        return initial is null ? loop.Run(loop.FirstParts(), 1, collects) : loop.Run(initial, 0, collects);
    }
}
