using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>Binds functions: where they are called, or as the functions of a node that calls them when it runs.</summary>
internal static class FunctionBinding
{
    /// <summary>Makes a function's nodes where it is called, under the name of the call.</summary>
    /// <param name="arguments">One operand per parameter.</param>
    /// <returns>What the function returns: one value, or a node of the call's name with several outputs.</returns>
    public static Operand Inline(BindingContext caller, FunctionOperand function, IReadOnlyList<Operand> arguments, string name)
    {
        RefuseRecursion(caller, function);
        var inner = new BindingContext(caller, function, caller.Level, name + "/");
        var (graph, scope, span, controls) = (caller.Graph, caller.Graph.Scope, caller.Graph.Span, caller.Graph.ControlInputs);
        graph.OpenBlock();
        try
        {
            SetArguments(inner, caller, function, arguments);
            var (results, effects) = Results(inner, function, name);
            graph.ControlInputs = [.. controls, .. effects];
            return Value(inner, function, results, effects, name);
        }
        catch (GraphRunException error) when (inner.Callees.IsLibrary)
        {
            var first = error.Diagnostics[0];
            throw new GraphRunException([first with { Span = inner.Place(first.Span), Note = first.Note ?? $"inside {function.Name}" }]);
        }
        finally
        {
            graph.CloseBlock();
            (graph.Scope, graph.Span, graph.ControlInputs) = (scope, span, controls);
        }
    }

    /// <summary>Binds what a function returns in its own context, whose arguments are set.</summary>
    /// <param name="name">The full name for what has no name of its own; perhaps empty.</param>
    /// <returns>The values, and the nodes that run in every call although no value needs them.</returns>
    /// <param name="inputs">The arguments of an op or builder; those of a function are in its context.</param>
    public static (IReadOnlyList<Operand> Results, List<Node> Effects) Results(
        BindingContext inner, FunctionOperand function, string name, IReadOnlyList<Operand>? inputs = null)
    {
        if (function.Definition is { } definition)
            return Results(inner, definition);
        inner.Begin(new NodeDef { Name = name, Scope = inner.OuterScope, Span = function.Origin.Span }, name);
        if (function.Callee is { } callee)
            return ([callee.Bind(new Call(inner, callee, inputs!, function.Origin, inner.Derive(callee.Name)))], []);
        var value = Evaluator.Evaluate(inner, function.Expression!, function.Body, null);
        return ([value], []);
    }

    /// <summary>Gives each parameter its argument; the names in them are those of the caller.</summary>
    public static void SetArguments(
        BindingContext inner, BindingContext caller, FunctionOperand function, IReadOnlyList<Operand> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var parameter = function.Parameters![i];
            RefuseTwoMeanings(function, parameter);
            if (arguments[i] is DefaultOperand)
                inner.Begin(new NodeDef { Name = parameter.Name.Text, Span = parameter.Name.Span }, inner.Prefix + parameter.Name.Text);
            inner.SetArgument(parameter.Name.Text, arguments[i] is DefaultOperand
                ? Evaluator.Evaluate(inner, parameter.Signature!, parameter.Default, null)
                : Meant(caller, arguments[i]));
        }
    }

    /// <exception cref="GraphRunException">The function is being called already.</exception>
    public static void RefuseRecursion(BindingContext caller, FunctionOperand function)
    {
        if (function.Definition is null)
            return;
        var names = new List<string> { function.Name };
        for (var context = caller; context.Function is { } open; context = context.Caller!)
        {
            if (open.Definition is not null)
                names.Add(open.Name);
            if (open.Definition != function.Definition)
                continue;
            names.Reverse();
            throw new GraphRunException(
                ErrorCode.Cycle,
                $"function '{function.Name}' calls itself: {string.Join(" -> ", names)}",
                function.Origin.Span,
                "repeat with while_loop instead");
        }
    }

    private static (IReadOnlyList<Operand> Results, List<Node> Effects) Results(BindingContext inner, FunctionDef definition)
    {
        new BindingOrder(inner, new NodeBinding(inner).Bind).Run();
        inner.Errors.ThrowIfAny();
        inner.Begin(new NodeDef { Name = definition.Name, Span = definition.Span }, inner.Prefix.TrimEnd('/'));
        var results = new List<Operand>();
        foreach (var result in definition.Returns)
            results.Add(inner.Find(Reference.Parse(result.Reference.Text), new Origin(result.Reference.Span)));
        var effects = definition.Effects.Select(effect => inner.FindControl(effect.Text, new Origin(effect.Span))).OfType<Node>();
        return (results, [.. effects]);
    }

    private static Operand Value(
        BindingContext inner, FunctionOperand function, IReadOnlyList<Operand> results, List<Node> effects, string name)
    {
        if (results.Count == 1 && effects.Count == 0)
            return Values.Resolve(inner, results[0]);
        var outputs = results.Select(result => Values.ToOutput(inner, result, "result")).ToArray();
        var op = Catalogue.Get(outputs.Length == 0 ? "NoOp" : outputs.Length == 1 ? "Identity" : "IdentityN");
        var node = inner.Add(op, name, outputs, null, function.Origin);
        return new TensorOperand(new Output(node, 0), IsWhole: true, function.Origin);
    }

    /// <summary>A word that names a node of the caller is that node; any other stays a word, such as the name of a dtype.</summary>
    private static Operand Meant(BindingContext caller, Operand argument) => argument switch
    {
        WordOperand word when caller.Knows(word.Text) => Values.Resolve(caller, word),
        ReferenceOperand => Values.Resolve(caller, argument),
        ListOperand list => new ListOperand(Array.ConvertAll(list.Items, item => Meant(caller, item)), list.Origin),
        _ => argument,
    };

    private static void RefuseTwoMeanings(FunctionOperand function, ParameterDef parameter)
    {
        var node = function.Definition?.Nodes.FirstOrDefault(node => node.Name == parameter.Name.Text);
        if (node is not null)
        {
            throw new GraphRunException(
                ErrorCode.Duplicate, $"node '{node.Name}' of function '{function.Name}' has the name of a parameter", node.Span);
        }
    }
}
