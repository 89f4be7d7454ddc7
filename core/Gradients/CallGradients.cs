using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Gradients;

/// <summary>
/// The gradients of nodes that call one of some functions, once. The node gets further outputs, what the gradients need to know of the
/// function that ran, and a second node of the same op calls that function's gradient.
/// </summary>
internal static class CallGradients
{
    /// <param name="firstInput">The first input that the functions take; those before it choose the function.</param>
    /// <param name="attrs">The attr that names the functions, or one attr for each.</param>
    internal static IReadOnlyList<Output?> Of(GradientContext context, int firstInput, params string[] attrs)
    {
        var (node, builder) = (context.Node, context.Builder);
        bool[] results = [.. node.OutputDTypes.Select((dtype, i) => context.Gradient(i) is not null && Dependents.HasGradients(dtype))];
        bool[] parameters = [.. Enumerable.Range(firstInput, node.Inputs.Count - firstInput).Select(context.IsNeeded)];
        var functions = node.Functions.Select(function => new FunctionGradient(function, results, parameters, context.Variables.Keys)).ToArray();
        Output[] arriving = [.. results.Select((isReached, i) => isReached ? context.Gradient(i) : null).OfType<Output>()];
        var first = node.OutputDTypes.Length;
        var saved = functions.SelectMany(function => function.Saved).ToArray();
        var forward = functions.Select((function, i) => Forward(builder, node.Functions[i], function, functions)).ToArray();
        Extend(builder, node, attrs, forward, saved);
        Output[] values = [.. saved.Select((_, i) => new Output(node, first + i))];
        var wanted = Wanted(context, functions, firstInput);
        var zeros = wanted.Select(x => builder.Call("ZerosLike", VariableNodes.Value(builder, x.Output))).ToArray();
        if (wanted.Count == 0)
            return new Output?[node.Inputs.Count];
        Output[] inputs = [.. node.Inputs.Take(firstInput), .. arriving, .. values, .. zeros];
        var backward = functions.Select((_, i) => Backward(builder, node.Functions[i], functions, i, arriving, zeros, wanted)).ToArray();
        var call = builder.Add(node.Op, builder.UniqueName(node.Op.Name), inputs, Attrs(node, attrs, backward, zeros));
        var gradients = new Output?[node.Inputs.Count];
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].Variable is not null)
                context.Arrive(wanted[i].Output, new Output(call, i));
            else
                gradients[firstInput + wanted[i].Parameter] = new Output(call, i);
        }

        return gradients;
    }

    /// <summary>The inputs and variables for which at least one of the functions has a gradient.</summary>
    private static List<Target> Wanted(GradientContext context, FunctionGradient[] functions, int firstInput)
    {
        var wanted = new List<Target>();
        for (var i = 0; i < functions[0].Parameters.Length; i++)
        {
            if (Array.Exists(functions, function => function.Parameters[i] is not null))
                wanted.Add(new Target(context.Input(firstInput + i), i, null));
        }

        var variables = functions.SelectMany(function => function.Variables).Where(variable => variable.Gradient is not null);
        foreach (var name in variables.Select(variable => variable.Name).Distinct())
            wanted.Add(new Target(context.Variables[name], -1, name));
        return wanted;
    }

    private static GraphFunction Forward(GraphBuilder builder, GraphFunction original, FunctionGradient function, FunctionGradient[] all)
    {
        var forward = function.Forward(builder.UniqueFunctionName($"{original.Name}_with_saved"), (body, moved) => all.SelectMany(
            other => other.Saved.Select(output => other == function ? moved(output) : Placeholding(body, output.DType))));
        function.AddFunctions(builder);
        builder.AddFunction(forward);
        return forward;
    }

    /// <summary>Stands for what only another function has.</summary>
    private static Output Placeholding(GraphBuilder body, DType dtype) => dtype == DType.Variant
        ? body.Call(
            "EmptyTensorList",
            [body.Constant(Tensor.Scalar(-1)), body.Constant(Tensor.Scalar(0))],
            new Dictionary<string, object> { ["element_dtype"] = DType.Float32 })
        : body.Constant(Zero(dtype));

    private static Tensor Zero(DType dtype)
    {
        var zero = Tensor.Allocate(dtype, Shape.Scalar);
        Kernels.Filling.Zeros(zero);
        return zero;
    }

    private static GraphFunction Backward(
        GraphBuilder builder, GraphFunction original, FunctionGradient[] all, int index, Output[] arriving, Output[] zeros, List<Target> wanted)
    {
        var function = all[index];
        var body = function.Builder();
        Output[] gradients = [.. arriving.Select((gradient, i) => body.Placeholder($"_arriving_{i}", gradient.DType, gradient.Shape))];
        var saved = all.SelectMany((other, owner) => other.Saved.Select((output, i) => (
            Owner: owner, Output: body.Placeholder($"_saved_{owner}_{i}", output.DType, owner == index ? output.Shape : Shape.UnknownRank)))).ToArray();
        Output[] none = [.. zeros.Select((zero, i) => body.Placeholder($"_zero_{i}", zero.DType, zero.Shape))];
        var find = function.AddBackward(body, gradients, [.. saved.Where(value => value.Owner == index).Select(value => value.Output)]);
        var results = wanted.Select((target, i) => Gradient(function, target) is { } gradient ? find(gradient) : none[i]).ToArray();
        Node[] parameters = [.. gradients.Concat(saved.Select(value => value.Output)).Concat(none).Select(output => output.Node)];
        var backward = new GraphFunction(builder.UniqueFunctionName($"{original.Name}_grad"), body.Build(), parameters, results, []);
        builder.AddFunction(backward);
        return backward;
    }

    private static Output? Gradient(FunctionGradient function, Target target) => target.Variable is { } name
        ? function.Variables.FirstOrDefault(variable => variable.Name == name).Gradient
        : function.Parameters[target.Parameter];

    private static void Extend(GraphBuilder builder, Node node, string[] attrs, GraphFunction[] functions, Output[] saved)
    {
        var extended = node.Attrs.With("Tout", (DType[])[.. node.Attrs.DTypes("Tout"), .. saved.Select(output => output.DType)]);
        foreach (var (name, value) in References(node, attrs, functions))
            extended = extended.With(name, value);
        builder.Extend(node, extended);
    }

    private static Dictionary<string, object> Attrs(Node node, string[] attrs, GraphFunction[] functions, Output[] results)
    {
        var given = References(node, attrs, functions).ToDictionary(pair => pair.Name, pair => pair.Value);
        given["Tout"] = results.Select(result => result.DType).ToArray();
        return given;
    }

    private static IEnumerable<(string Name, object Value)> References(Node node, string[] attrs, GraphFunction[] functions) =>
        node.Attrs[attrs[0]] is FunctionReference[]? [(attrs[0], functions.Select(function => new FunctionReference(function.Name)).ToArray())]
            : attrs.Select((name, i) => (name, (object)new FunctionReference(functions[i].Name)));

    /// <summary>What a gradient is for.</summary>
    /// <param name="Parameter">The parameter of the functions; -1 for a variable.</param>
    /// <param name="Variable">The name of the variable; null for a parameter.</param>
    private readonly record struct Target(Output Output, int Parameter, string? Variable);
}
