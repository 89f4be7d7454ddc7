using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>Builds a function's body again with other shapes for its parameters, so that all its shapes are inferred anew.</summary>
internal static class FunctionSpecialization
{
    internal static GraphFunction Of(GraphFunction function, IReadOnlyList<Shape> shapes)
    {
        var builder = new GraphBuilder { Name = function.Body.Name, Seed = function.Body.Seed };
        foreach (var callee in function.Body.Functions.Values)
            builder.AddFunction(callee);
        var shapeOf = function.Parameters.Zip(shapes).ToDictionary(pair => pair.First, pair => pair.Second);
        var copies = new Dictionary<Node, Node>();
        foreach (var node in function.Body.Nodes.OrderBy(node => node.Position))
        {
            var attrs = shapeOf.TryGetValue(node, out var shape) ? node.Attrs.With("shape", shape) : node.Attrs;
            var controlInputs = node.ControlInputs.Select(control => copies[control]).ToArray();
            copies.Add(node, builder.Copy(node, attrs, [.. node.Inputs.Select(Copied)], controlInputs));
        }

        return new GraphFunction(
            function.Name,
            builder.Build(),
            [.. function.Parameters.Select(parameter => copies[parameter])],
            [.. function.Results.Select(Copied)],
            [.. function.Effects.Select(effect => copies[effect])]);

        Output Copied(Output output) => new(copies[output.Node], output.Index);
    }
}
