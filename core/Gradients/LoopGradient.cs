using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>
/// The gradient of While: the loop keeps, in lists, what the gradient needs to know of each iteration, and a second loop goes through
/// the iterations from the last to the first.
/// </summary>
internal sealed class LoopGradient
{
    private readonly GradientContext context;
    private readonly GraphBuilder builder;
    private readonly Node node;
    private readonly GraphFunction body;
    private readonly int count;

    private LoopGradient(GradientContext context)
    {
        (this.context, builder, node) = (context, context.Builder, context.Node);
        body = node.Functions[1];
        count = node.Inputs.Count;
    }

    /// <summary>The gradients of the loop's first values.</summary>
    public static IReadOnlyList<Output?> Of(GradientContext context) => new LoopGradient(context).Add();

    private Output?[] Add()
    {
        var carried = Carried();
        bool[] arrives = [.. carried, .. Enumerable.Range(count, node.OutputDTypes.Length - count).Select(i => context.Gradient(i) is not null)];
        var gradient = new FunctionGradient(body, arrives, carried, context.Variables.Keys);
        var variables = gradient.Variables.Where(variable => variable.Gradient is not null).ToArray();
        if (!Array.Exists(carried, isCarried => isCarried) && variables.Length == 0)
            return new Output?[count];
        IReadOnlyList<Output> saved = gradient.Saved.Count > 0 ? gradient.Saved : [gradient.Parameter(0)];
        var lists = Keep(gradient, saved);
        int[] places = [.. Enumerable.Range(0, count).Where(i => carried[i])];
        int[] kept = [.. Enumerable.Range(count, arrives.Length - count).Where(i => arrives[i])];
        Output[] inputs =
        [
            context.Call("Sub", context.Call("TensorListLength", lists[0]), builder.Constant(Tensor.Scalar(1))),
            .. places.Select(i => context.Gradient(i) ?? context.Call("ZerosLike", context.Output(i))),
            .. variables.Select(variable => context.Call("ZerosLike", VariableNodes.Value(builder, context.Variables[variable.Name]))),
            .. kept.Select(i => context.Gradient(i)!.Value),
            .. lists,
        ];
        var loop = builder.Add(node.Op, builder.UniqueName(node.Op.Name), inputs, new Dictionary<string, object>
        {
            ["cond"] = new FunctionReference(Condition(inputs)),
            ["body"] = new FunctionReference(Iteration(gradient, inputs, places, variables, kept.Length, saved)),
            ["iteration_limit"] = node.Attrs.Int("iteration_limit"),
        });
        for (var i = 0; i < variables.Length; i++)
            context.Arrive(context.Variables[variables[i].Name], new Output(loop, 1 + places.Length + i));
        return [.. Enumerable.Range(0, count).Select(i => carried[i] ? new Output(loop, 1 + Array.IndexOf(places, i)) : (Output?)null)];
    }

    /// <summary>The values through which a gradient flows: they depend on what gradients are asked for, and what arrives depends on them.</summary>
    private bool[] Carried()
    {
        var nodes = body.Body.Nodes.OrderBy(inner => inner.Position).ToList();
        bool[] depends = [.. Enumerable.Range(0, count).Select(i => context.IsNeeded(i) && node.Inputs[i].DType != DType.Resource)];
        for (var isChanged = true; isChanged;)
        {
            var reached = Dependent(nodes, depends);
            isChanged = false;
            for (var i = 0; i < count; i++)
                isChanged |= !depends[i] && (depends[i] = reached.Contains(body.Results[i]) && node.Inputs[i].DType != DType.Resource);
        }

        var affects = Enumerable.Range(0, count).Select(i => depends[i] ? Affected(nodes, i) : []).ToArray();
        bool[] arrives = [.. node.OutputDTypes.Select((_, i) => context.Gradient(i) is not null)];
        for (var isChanged = true; isChanged;)
        {
            isChanged = false;
            for (var i = 0; i < count; i++)
                isChanged |= !arrives[i] && (arrives[i] = affects[i].Exists(result => arrives[result]));
        }

        return [.. depends.Select((isDependent, i) => isDependent && arrives[i])];
    }

    private Dependents Dependent(List<Node> nodes, bool[] parameters)
    {
        var sources = body.Parameters.Where((_, i) => parameters[i]).Concat(nodes.Where(IsWanted));
        return new Dependents(nodes, sources.Select(source => new Output(source, 0)), context.Variables.Keys);
    }

    private bool IsWanted(Node inner) => inner.Op.DeclaresVariable && context.Variables.ContainsKey(VariableDeclaration.NameOf(inner));

    private List<int> Affected(List<Node> nodes, int parameter)
    {
        var dependents = new Dependents(nodes, [new Output(body.Parameters[parameter], 0)], []);
        return [.. Enumerable.Range(0, body.Results.Count).Where(i => dependents.Contains(body.Results[i]))];
    }

    /// <summary>Lets the loop keep values of each iteration; returns their lists.</summary>
    private Output[] Keep(FunctionGradient gradient, IReadOnlyList<Output> saved)
    {
        var forward = gradient.Forward(builder.UniqueFunctionName($"{body.Name}_with_saved"), (_, moved) => saved.Select(moved));
        gradient.AddFunctions(builder);
        builder.AddFunction(forward);
        var first = node.OutputDTypes.Length;
        DType[] lists = [.. node.Attrs.DTypes("Tlists"), .. saved.Select(_ => DType.Variant)];
        builder.Extend(node, node.Attrs.With("body", new FunctionReference(forward.Name)).With("Tlists", lists));
        return [.. saved.Select((_, i) => new Output(node, first + i))];
    }

    /// <summary>Another iteration is left.</summary>
    private string Condition(Output[] inputs)
    {
        var inner = new GraphBuilder();
        Output[] parameters = [.. inputs.Select((input, i) => inner.Placeholder($"_{i}", input.DType, Shape.UnknownRank))];
        var result = inner.Call("GreaterEqual", parameters[0], inner.Constant(Tensor.Scalar(0)));
        return AddFunction("cond_grad", inner, parameters, [result]);
    }

    /// <summary>One iteration back.</summary>
    private string Iteration(
        FunctionGradient gradient,
        Output[] inputs,
        int[] places,
        (string Name, Output? Gradient)[] variables,
        int keptCount,
        IReadOnlyList<Output> saved)
    {
        var inner = gradient.Builder();
        Output[] parameters = [.. inputs.Select((input, i) => inner.Placeholder($"_{i}", input.DType, ShapeOf(gradient, i, places.Length)))];
        var lists = parameters[^saved.Count..];
        var kept = parameters.AsSpan(1 + places.Length + variables.Length, keptCount).ToArray();
        Output[] arriving =
        [
            .. parameters[1..(1 + places.Length)],
            .. kept.Select((list, i) => Item(inner, list, parameters[0], gradient.Arriving[places.Length + i])),
        ];
        var items = lists.Zip(saved, (list, value) => Item(inner, list, parameters[0], value)).ToArray();
        var find = gradient.AddBackward(inner, arriving, [.. items.Take(gradient.Saved.Count)]);
        Output[] results =
        [
            inner.Call("Sub", parameters[0], inner.Constant(Tensor.Scalar(1))),
            .. places.Select((place, i) => gradient.Parameters[place] is { } own ? find(own) : inner.Call("ZerosLike", parameters[1 + i])),
            .. variables.Select((variable, i) => inner.Call("AddV2", parameters[1 + places.Length + i], find(variable.Gradient!.Value))),
            .. kept,
            .. lists,
        ];
        return AddFunction($"{body.Name}_grad", inner, parameters, results);
    }

    /// <summary>The gradients of the results have the shapes of the results; everything else follows from the call.</summary>
    private static Shape ShapeOf(FunctionGradient gradient, int parameter, int carried) => parameter == 0 ? Shape.Scalar
        : parameter <= carried ? gradient.Arriving[parameter - 1].Shape
        : Shape.UnknownRank;

    private static Output Item(GraphBuilder inner, Output list, Output index, Output like)
    {
        var shape = like.Shape.HasRank
            ? Tensor.Vector<int>([.. like.Shape.Dims.ToArray().Select(size => checked((int)size))])
            : Tensor.Scalar(-1);
        return inner.Call(
            "TensorListGetItem", [list, index, inner.Constant(shape)], new Dictionary<string, object> { ["element_dtype"] = like.DType });
    }

    private string AddFunction(string name, GraphBuilder inner, Output[] parameters, Output[] results)
    {
        var unique = builder.UniqueFunctionName(name);
        builder.AddFunction(new GraphFunction(unique, inner.Build(), [.. parameters.Select(parameter => parameter.Node)], results, []));
        return unique;
    }
}
