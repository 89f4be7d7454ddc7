namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.map_fn</c>: calls a function with the parts of tensors along their first dim and stacks what it returns.</summary>
internal static class MapBuilder
{
    public static Builder Map { get; } = new()
    {
        Names = ["map_fn"],
        Signature =
        [
            "fn: func", "elems: tensor", "dtype: list(type) = None", "parallel_iterations: int = 10", "back_prop: bool = true",
            "swap_memory: bool = false", "infer_shape: bool = true",
        ],
        Expand = call =>
        {
            call.RefuseRest();
            return new ElementLoop(call, 0, isReversed: false).Run([], 0, collects: true);
        },
    };
}
