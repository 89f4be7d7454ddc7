using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Sessions;

/// <summary>A condition that must hold after every run, else nothing of it is committed.</summary>
/// <param name="Text">The expression as the user wrote it.</param>
public sealed record Guard(string Text, Fetch Fetch)
{
    /// <summary>The name of the option, and of the node that it adds.</summary>
    public const string Option = "--assert";

    /// <summary>Finds the conditions that were added to a graph.</summary>
    /// <exception cref="GraphRunException">One is no bool.</exception>
    public static IReadOnlyList<Guard> Find(Graph graph, IReadOnlyList<string> texts) =>
        [.. AddedExpression.Of(Option, texts).Select(expression => Find(graph, expression))];

    /// <exception cref="GraphRunException">The condition does not hold.</exception>
    public void Check(Tensor value)
    {
        var index = value.Values<bool>().IndexOf(false);
        if (index < 0)
            return;
        var where = value.Shape.IsScalar ? "" : $" at element {index} of {value}";
        throw new GraphRunException(
            ErrorCode.AssertionFailed, $"{Option} '{Text}' is false{where}; nothing is committed", node: Fetch.Output.Node.Name);
    }

    private static Guard Find(Graph graph, AddedExpression expression)
    {
        var output = OutputNames.Find(graph, expression.Name);
        return output.DType == DType.Bool ? new Guard(expression.Text, output) : throw new GraphRunException(
            ErrorCode.DTypeMismatch,
            $"{Option} takes a bool, and '{expression.Text}' is {output.DType.Name()}",
            output.Node.Span,
            "compare it: x < 10, reduce_all(is_finite(w))");
    }
}
