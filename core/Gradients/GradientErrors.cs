using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>What can be wrong with gradients, in TensorFlow's words where it has some.</summary>
internal static class GradientErrors
{
    /// <summary>Names of a path that are printed before and after those left out.</summary>
    private const int LongestEnd = 6;

    /// <param name="path">The nodes from y to x, this one among them.</param>
    internal static GraphRunException NoRule(Node node, IReadOnlyList<Node> path) => new([new Diagnostic(
        ErrorCode.NoGradient,
        $"No gradient defined for operation '{node.Name}' (op type: {node.Op.Name})",
        node.Span,
        "stop_gradient(...) around it makes it a constant",
        node.Name)
    {
        Note = $"it is on the path {Print(path)}",
    }]);

    internal static GraphRunException WrongCount(Node node, int count) => Error(
        ErrorCode.Internal,
        $"Num gradients {count} generated for op '{node.Name}' ({node.Op.Name}) do not match num inputs {node.Inputs.Count}",
        node);

    internal static GraphRunException WrongShape(Node node, int input, Shape shape) => Error(
        ErrorCode.Internal,
        $"Incompatible shapes between op input and calculated input gradient. Forward operation: {node.Name}. Input index: {input}. "
        + $"Original input shape: {node.Inputs[input].Shape}. Calculated input gradient shape: {shape}",
        node);

    internal static GraphRunException ComplexY(Output y) => Error(
        ErrorCode.InvalidArguments,
        $"Gradients of complex tensors must set grad_ys ('{y}' is {y.DType.Name()})",
        y.Node);

    internal static GraphRunException WrongYGradient(Output y, Output gradient) => Error(
        ErrorCode.DTypeMismatch,
        $"grad_ys for '{y}' is {gradient.DType.Name()}{gradient.Shape}, expected {y.DType.Name()}{y.Shape}",
        y.Node);

    private static string Print(IReadOnlyList<Node> path)
    {
        var names = path.Select(node => node.Name);
        return path.Count <= 2 * LongestEnd
            ? string.Join(" <- ", names)
            : string.Join(" <- ", [.. names.Take(LongestEnd), "...", .. names.Skip(path.Count - LongestEnd)]);
    }

    private static GraphRunException Error(ErrorCode code, string message, Node node) =>
        new(code, message, node.Span, node: node.Name);
}
