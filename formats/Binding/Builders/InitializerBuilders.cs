using GraphRun.Graphs;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>Nodes that run the initializers of variables: of all in the file, wherever they are declared, or of those given.</summary>
internal static class InitializerBuilders
{
    public static Builder GlobalVariablesInitializer { get; } = new()
    {
        Names = ["global_variables_initializer", "initialize_all_variables"],
        Signature = [],
        NeedsAllVariables = true,
        Expand = call =>
        {
            var group = Group(call, call.Context.Graph.Variables);
            call.Context.Graph.AddInitializer(group.Output.Node);
            return group;
        },
    };

    public static Builder VariablesInitializer { get; } = new()
    {
        Names = ["variables_initializer"],
        Signature = ["var_list: tensors..."],
        Expand = call => Group(call, [.. GroupBuilder.Nodes(call, call["var_list"]).Select(node => Declaration(call, node))]),
    };

    private static TensorOperand Group(Call call, IReadOnlyList<VariableDeclaration> variables)
    {
        call.RefuseRest();
        var initializers = variables.Select(variable => variable.Initializer).OfType<Node>();
        return GroupBuilder.Group(call, [.. initializers]);
    }

    private static VariableDeclaration Declaration(Call call, Node node) =>
        call.Context.Graph.Variables.FirstOrDefault(variable => variable.Node == node)
        ?? throw call.Error($"'{node.Name}' is a {node.Op.Name}, not a variable");
}
