using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Tests.Ops.ControlFlow;

/// <summary>Makes functions and the nodes that call them in few words.</summary>
internal static class Functions
{
    /// <summary>Adds a function of these parameters to the library; <paramref name="body"/> builds its results from them.</summary>
    internal static FunctionReference Define(
        this GraphBuilder library,
        string name,
        (DType DType, Shape Shape)[] parameters,
        Func<GraphBuilder, Output[], IReadOnlyList<Output>> body,
        Func<GraphBuilder, IReadOnlyList<Node>>? effects = null)
    {
        var builder = new GraphBuilder();
        foreach (var callee in library.Functions.Values)
            builder.AddFunction(callee);
        var inputs = parameters.Select((parameter, i) => builder.Placeholder($"p{i}", parameter.DType, parameter.Shape)).ToArray();
        var results = body(builder, inputs);
        var nodes = effects?.Invoke(builder) ?? [];
        library.AddFunction(new GraphFunction(name, builder.Build(), [.. inputs.Select(input => input.Node)], results, nodes));
        return new FunctionReference(name);
    }

    internal static Node If(
        this GraphBuilder builder,
        Output condition,
        Output[] inputs,
        DType[] outputs,
        FunctionReference then,
        FunctionReference otherwise) =>
        builder.Add(Catalogue.Get("If"), builder.UniqueName("if"), [condition, .. inputs], new Dictionary<string, object>
        {
            ["Tin"] = inputs.Select(input => input.DType).ToArray(),
            ["Tout"] = outputs,
            ["then_branch"] = then,
            ["else_branch"] = otherwise,
        });

    internal static Node While(
        this GraphBuilder builder, Output[] inputs, FunctionReference condition, FunctionReference body, long limit = 0) =>
        builder.Add(Catalogue.Get("While"), builder.UniqueName("while"), inputs, new Dictionary<string, object>
        {
            ["cond"] = condition,
            ["body"] = body,
            ["iteration_limit"] = limit,
        });

    /// <summary>A loop of i from 0 below <paramref name="limit"/>, i the first of the values; <paramref name="body"/> computes the others.</summary>
    internal static Node Count(
        this GraphBuilder builder, Output[] values, int limit, Func<GraphBuilder, Output[], IReadOnlyList<Output>> body)
    {
        var parameters = values.Select(value => (value.DType, value.Shape)).Prepend((DType.Int32, Shape.Scalar)).ToArray();
        var name = builder.Functions.Count;
        var condition = builder.Define(
            $"condition{name}",
            parameters,
            (inner, inputs) => [inner.Call("Less", inputs[0], inner.Constant(Tensor.Scalar(limit)))]);
        var step = builder.Define(
            $"body{name}",
            parameters,
            (inner, inputs) => [inner.Call("AddV2", inputs[0], inner.Constant(Tensor.Scalar(1))), .. body(inner, inputs)]);
        return builder.While([builder.Constant(Tensor.Scalar(0)), .. values], condition, step);
    }

    internal static Tensor Run(this GraphBuilder builder, Node node, int output = 0, Session? session = null) =>
        (session ?? new Session()).Run(builder.Build(), [new Output(node, output)])[0];
}
