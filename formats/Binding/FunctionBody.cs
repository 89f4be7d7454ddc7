using GraphRun.Errors;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>A function bound as one that a node calls when it runs: on a level of its own, with parameters for its arguments.</summary>
internal sealed class FunctionBody
{
    private readonly GraphLevel level;
    private readonly List<Node> effects = [];

    private FunctionBody(BindingContext context)
    {
        Context = context;
        level = context.Level;
    }

    /// <summary>The context in which the results stand.</summary>
    public BindingContext Context { get; }

    /// <summary>What the function returns, not yet all tensors.</summary>
    public IReadOnlyList<Operand> Results { get; private set; } = [];

    /// <summary>The parameters beyond the function's own.</summary>
    public IReadOnlyList<Output> Extra { get; private set; } = [];

    /// <summary>The outputs of the graph around that the function uses.</summary>
    public IReadOnlyList<Output> Captures => level.Function!.Captures;

    /// <summary>Nodes around that something in the function waits for.</summary>
    public IReadOnlyList<Node> Controls => level.Controls;

    /// <param name="arguments">Dtype and shape of each argument.</param>
    /// <param name="given">
    /// The arguments of the node that calls; a handle among them names its variable inside too, whatever its parameter is given.
    /// </param>
    /// <param name="expected">How many results there must be; null when any number may.</param>
    /// <param name="extra">Parameters that the function does not know of, behind its own.</param>
    /// <exception cref="GraphRunException">The function takes or returns another number of values, or a mistake in it.</exception>
    public static FunctionBody Bind(
        BindingContext caller,
        FunctionOperand function,
        IReadOnlyList<(DType DType, Shape Shape)> arguments,
        IReadOnlyList<Output> given,
        int? expected,
        IReadOnlyList<(DType DType, Shape Shape)>? extra = null)
    {
        RequireCount(function, arguments.Count);
        return Bind(caller, function, expected, body =>
        {
            var inputs = body.AddParameters(function, arguments);
            body.NameVariables(inputs, given);
            body.Extra = [.. (extra ?? []).Select(type => body.AddParameter(type.DType, type.Shape))];
            return [.. inputs.Select(input => new TensorOperand(input, IsWhole: true, function.Origin))];
        });
    }

    /// <param name="arguments">Adds the parameters and what is made of them, and returns what the function is called with.</param>
    public static FunctionBody Bind(
        BindingContext caller, FunctionOperand function, int? expected, Func<FunctionBody, IReadOnlyList<Operand>> arguments)
    {
        FunctionBinding.RefuseRecursion(caller, function);
        var body = new FunctionBody(new BindingContext(caller, function, new GraphLevel(caller.Level), ""));
        var inputs = arguments(body);
        RequireCount(function, inputs.Count);
        FunctionBinding.SetArguments(body.Context, body.Context, function, function.Parameters is null ? [] : inputs);
        var (results, effects) = FunctionBinding.Results(body.Context, function, "", inputs);
        body.effects.AddRange(effects);
        body.Spread(results, expected, function);
        return body;
    }

    /// <summary>A result as a tensor; a literal gets this dtype.</summary>
    public Output Output(int index, DType dtype) =>
        Values.ToOutput(Context, Values.Resolve(Context, Results[index]), dtype, "result");

    /// <summary>Adds a parameter that the function itself does not know of.</summary>
    public Output AddParameter(DType dtype, Shape shape) =>
        level.Function!.AddParameter($"_parameter{Context.Graph.Nodes.Count}", dtype, shape);

    /// <summary>What stands in the function for an output of the graph around.</summary>
    public Output Capture(Output output) => level.Function!.Capture(output);

    /// <summary>Adds the function to the library of the graph around.</summary>
    /// <param name="captures">What the calling node gives behind the arguments.</param>
    public FunctionReference Define(GraphBuilder library, string name, IReadOnlyList<Output> results, IReadOnlyList<Output> captures)
    {
        var unique = name;
        for (var suffix = 1; library.Functions.ContainsKey(unique); suffix++)
            unique = $"{name}_{suffix}";
        library.AddFunction(level.Function!.Build(unique, results, effects, captures));
        return new FunctionReference(unique);
    }

    private Output[] AddParameters(FunctionOperand function, IReadOnlyList<(DType DType, Shape Shape)> arguments)
    {
        var inputs = new Output[arguments.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var name = function.Parameters is { } parameters ? parameters[i].Name.Text : $"_argument{i}";
            inputs[i] = level.Function!.AddParameter(name, arguments[i].DType, arguments[i].Shape);
        }

        return inputs;
    }

    private void NameVariables(Output[] inputs, IReadOnlyList<Output> given)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].DType == DType.Resource && Graph.VariableBehind(given[i]) is { } variable)
                inputs[i] = Capture(new Output(variable, 0));
        }
    }

    private static void RequireCount(FunctionOperand function, int count)
    {
        if (function.Parameters is not { } parameters || parameters.Count == count)
            return;
        throw new GraphRunException(
            ErrorCode.InvalidArguments,
            $"{function.Name} takes {Count(parameters.Count)}, but is called with {Count(count)}",
            function.Origin.Span);
    }

    /// <summary>A list, or a node of several outputs, is as many results; a node without outputs is none but runs.</summary>
    private void Spread(IReadOnlyList<Operand> given, int? expected, FunctionOperand function)
    {
        var all = given.ToList();
        if (all is [ListOperand list] && function.Definition is null && (expected != 1 || list.Items.Length == 1))
            all = [.. list.Items];
        if (all is [WordOperand or ReferenceOperand])
            all = [Values.Resolve(Context, all[0])];
        if (all is [TensorOperand { IsWhole: true, Output.Node: { OutputDTypes.Length: > 1 } node }] && expected != 1)
            all = [.. node.OutputDTypes.Select((_, i) => new TensorOperand(new Output(node, i), IsWhole: false, function.Origin))];
        for (var i = all.Count - 1; i >= 0; i--)
        {
            if (Values.Resolve(Context, all[i]) is not TensorOperand { Output.Node: { OutputDTypes.Length: 0 } effect })
                continue;
            effects.Add(effect);
            all.RemoveAt(i);
        }

        Results = all;
        if (expected is { } count && count != all.Count)
        {
            throw new GraphRunException(
                ErrorCode.InvalidArguments,
                $"{function.Name} must return {Count(count)} here, but returns {Count(all.Count)}",
                function.Origin.Span);
        }
    }

    private static string Count(int count) => count == 1 ? "1 value" : $"{count} values";
}
