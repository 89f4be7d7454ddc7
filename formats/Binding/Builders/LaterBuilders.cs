using GraphRun.Errors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>Builders of the format that this version refuses: gradients, optimizers and control flow.</summary>
internal static class LaterBuilders
{
    private static readonly string[] names =
    [
        "minimize", "sgd", "momentum", "adam", "adagrad", "rmsprop",
    ];

    public static IEnumerable<Builder> All => names.Select(Refusing);

    private static Builder Refusing(string name) => new()
    {
        Names = [name],
        Signature = ["arguments: tensors..."],
        Expand = call => throw new GraphRunException(
            ErrorCode.Unsupported, $"{name} is not yet supported", call.Origin.Span, node: call.Context.Current.Name),
    };
}
