using System.Text;
using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Formats.Binding;
using GraphRun.Graphs;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Formats.Binding;

/// <summary>Binds graph files from strings, prints what they became, and runs them.</summary>
internal static class BoundGraph
{
    /// <param name="nodes">The lines below <c>nodes:</c>, not indented.</param>
    public static Graph Nodes(string nodes) => File($"graphrun: 1\nnodes:\n{Indent(nodes)}");

    public static Graph File(string text, string? folder = null) =>
        Binder.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), "g", folder);

    public static IReadOnlyList<Diagnostic> ErrorsOf(string nodes) =>
        Assert.Throws<GraphRunException>(() => Nodes(nodes)).Diagnostics;

    public static Diagnostic Error(string nodes) => Assert.Single(ErrorsOf(nodes));

    /// <summary>Initializes all variables and runs for one fetch.</summary>
    public static Tensor Run(string nodes, string fetch = "y")
    {
        var graph = Nodes(nodes);
        var session = new Session();
        session.Initialize(graph);
        return session.Run(graph, [Fetch.Parse(graph, fetch)])[0];
    }

    /// <summary>The value of the node <c>y</c>, as <c>int32[2] 1 2</c>.</summary>
    public static string Value(string nodes) => Print(Run(nodes));

    /// <summary>The value of one expression.</summary>
    public static string Expression(string expression) => Value($"y: '{expression.Replace("'", "''")}'");

    /// <summary>Every node on a line, <c>name = Op(inputs)</c>, in declaration order.</summary>
    public static string Print(Graph graph) => string.Join('\n', graph.Nodes.Select(Print));

    public static string Print(Tensor tensor)
    {
        IEnumerable<object> values = tensor.DType switch
        {
            DType.Float32 => tensor.Values<float>().ToArray().Cast<object>(),
            DType.Float64 => tensor.Values<double>().ToArray().Cast<object>(),
            DType.Bool => tensor.Values<bool>().ToArray().Cast<object>(),
            DType.String => tensor.Values<byte[]>().ToArray().Select(Encoding.UTF8.GetString),
            _ => tensor.Integers().ToArray().Cast<object>(),
        };
        return $"{tensor} {string.Join(' ', values)}".TrimEnd();
    }

    private static string Print(Node node)
    {
        var inputs = node.Inputs.Select(input => input.ToString()).Concat(node.ControlInputs.Select(control => $"^{control.Name}"));
        return $"{node.Name} = {node.Op.Name}({string.Join(", ", inputs)})";
    }

    private static string Indent(string nodes) => string.Concat(nodes.Split('\n').Select(line => $"  {line}\n"));
}
