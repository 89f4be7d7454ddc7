using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>A variable that a graph declares.</summary>
/// <param name="Node">The VariableV2 or VarHandleOp node.</param>
/// <param name="Initializer">The node that gives it its first value; null when the graph declares none.</param>
/// <param name="IsTrainable">Whether an optimizer without a list of variables changes it.</param>
public sealed record VariableDeclaration(Node Node, Node? Initializer, bool IsTrainable = true)
{
    /// <summary>The name under which a session keeps the value: the node's name, or its <c>shared_name</c>.</summary>
    public string Name => NameOf(Node);

    public DType DType => Node.Attrs.DType("dtype");

    /// <summary>The declared shape; unknown dims may change from value to value.</summary>
    public Shape Shape => Node.Attrs.Shape("shape");

    /// <summary>The name under which a session keeps the variable of a node that declares one.</summary>
    public static string NameOf(Node node)
    {
        var name = node.Attrs.Text("shared_name") is { Length: > 0 } shared ? shared : node.Name;
        return node.Attrs.Text("container") is { Length: > 0 } container ? $"{container}/{name}" : name;
    }
}
