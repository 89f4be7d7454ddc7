using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.placeholder</c>: a value that runs are fed.</summary>
internal static class PlaceholderBuilder
{
    public static Builder Placeholder { get; } = new()
    {
        Names = ["placeholder"],
        Signature = ["dtype: type", "shape: shape = ?"],
        Expand = call =>
        {
            call.RefuseRest();
            return call.Add("Placeholder", call.Name, [], ("dtype", call.Attr<DType>("dtype")), ("shape", call.Attr<Shape>("shape")));
        },
    };
}
