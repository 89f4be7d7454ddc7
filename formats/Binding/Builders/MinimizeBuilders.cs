using GraphRun.Errors;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>Steps of training: <c>minimize</c>, or its two halves <c>compute_gradients</c> and <c>apply_gradients</c>.</summary>
internal static class MinimizeBuilders
{
    public static Builder Minimize { get; } = new()
    {
        Names = ["minimize"],
        Signature = ["loss: tensor", "optimizer: tensor", "var_list: tensor = None", "global_step: tensor = None"],
        NeedsAllVariables = true,
        Expand = call =>
        {
            call.RefuseRest();
            var variables = Variables(call);
            var gradients = Gradients(call, call.Name + "/gradients/", variables);
            return Apply(call, [.. gradients.Zip(variables)]);
        },
    };

    public static Builder ComputeGradients { get; } = new()
    {
        Names = ["compute_gradients"],
        Signature = ["loss: tensor", "var_list: tensor = None"],
        NeedsAllVariables = true,
        Expand = call =>
        {
            call.RefuseRest();
            var variables = Variables(call);
            var gradients = Gradients(call, call.Name + "/", variables);
            var list = GradientBuilders.List(call, [.. gradients.OfType<Output>()]);
            call.Context.Training.Variables[list.Output.Node] = [.. variables.Where((_, i) => gradients[i] is not null)];
            return list;
        },
    };

    public static Builder ApplyGradients { get; } = new()
    {
        Names = ["apply_gradients"],
        Signature = ["gradients: tensor", "optimizer: tensor", "var_list: tensor = None", "global_step: tensor = None"],
        NeedsAllVariables = true,
        Expand = call =>
        {
            call.RefuseRest();
            var gradients = TensorLists.Outputs(call, "gradients");
            var variables = call.Has("var_list") ? Variables(call) : VariablesOf(call, gradients[0].Node);
            return gradients.Count == variables.Count
                ? Apply(call, [.. gradients.Zip(variables, (gradient, variable) => ((Output?)gradient, variable))])
                : throw call.Error($"there are {gradients.Count} gradients for {variables.Count} variables");
        },
    };

    /// <summary>The optimizer that an argument is or names.</summary>
    private static Optimizer Optimizer(Call call) => call["optimizer"] switch
    {
        OptimizerOperand operand => operand.Optimizer,
        WordOperand or ReferenceOperand => Values.Resolve(call.Context, call["optimizer"]) is TensorOperand named
            && call.Context.Training.Optimizers.TryGetValue(named.Output.Node, out var declared) ? declared : throw NoOptimizer(call),
        TensorOperand tensor when call.Context.Training.Optimizers.TryGetValue(tensor.Output.Node, out var declared) => declared,
        _ => throw NoOptimizer(call),
    };

    private static GraphRunException NoOptimizer(Call call) => new(
        ErrorCode.InvalidArguments,
        $"'{call["optimizer"].Origin.Text}' is no optimizer",
        call["optimizer"].Origin.Span,
        "write one, such as sgd(0.1) or adam()",
        call.Context.CurrentName);

    private static List<Output> Variables(Call call)
    {
        if (!call.Has("var_list"))
            return [.. Trainable(call.Context.Graph)];
        var given = TensorLists.Outputs(call, "var_list");
        foreach (var output in given)
        {
            if (!output.Node.Op.DeclaresVariable)
                throw call.Error($"Argument is not a variable: '{output}' is a {output.Node.Op.Name}");
        }

        return given;
    }

    private static IEnumerable<Output> Trainable(GraphBuilder graph) =>
        graph.Variables.Where(variable => variable.IsTrainable).Select(variable => new Output(variable.Node, 0));

    private static IReadOnlyList<Output> VariablesOf(Call call, Node node) =>
        call.Context.Training.Variables.TryGetValue(node, out var variables) ? variables : throw call.Error(
            $"which variables the gradients of '{node.Name}' belong to is not known", "give them: var_list=[w, b]");

    private static Output?[] Gradients(Call call, string scope, List<Output> variables)
    {
        if (variables.Count == 0)
            throw call.Error("No variables to optimize.");
        var ys = TensorLists.Outputs(call, "loss");
        var request = new GradientRequest { Ys = ys, Xs = variables };
        var gradients = GradientBuilders.Add(call, scope, request);
        return Array.Exists(gradients, gradient => gradient is not null) ? gradients : throw new GraphRunException(
            ErrorCode.NoGradient,
            "No gradients provided for any variable, check your graph for ops that do not support gradients, between variables "
            + $"[{string.Join(", ", variables)}] and loss {ys[0]}",
            call.Origin.Span,
            node: call.Context.CurrentName);
    }

    /// <summary>A node that has run when each variable with a gradient has been updated, and the global step counted after them.</summary>
    private static TensorOperand Apply(Call call, IReadOnlyList<(Output? Gradient, Output Variable)> pairs)
    {
        var known = pairs.Where(pair => pair.Gradient is not null).Select(pair => (pair.Gradient!.Value, pair.Variable));
        var updates = OptimizerApplication.Apply(call, Optimizer(call), [.. known]);
        if (call.Has("global_step"))
            updates.Add(Count(call, updates));
        return GroupBuilder.Group(call, updates);
    }

    private static Node Count(Call call, List<Node> updates)
    {
        var step = call.Tensor("global_step");
        if (!step.Node.Op.DeclaresVariable)
            throw call.Error($"global_step is not a variable: '{step}' is a {step.Node.Op.Name}");
        var one = call.Context.Constant(Scalars.Of(1, step.Node.Attrs.DType("dtype")), call.Below("one"), call.Origin);
        var op = step.DType == Tensors.DType.Resource ? "AssignAddVariableOp" : "AssignAdd";
        return call.Context.Add(Catalogue.Get(op), call.Below(op), [step, one], null, call.Origin, [.. updates]);
    }
}
