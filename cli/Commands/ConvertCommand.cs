using System.CommandLine;
using GraphRun.Cli.Arguments;
using GraphRun.Errors;
using GraphRun.Formats.Conversion;
using GraphRun.Formats.Feeds;
using GraphRun.Graphs;

namespace GraphRun.Cli.Commands;

/// <summary><c>graphrun convert IN OUT</c></summary>
internal static class ConvertCommand
{
    public const string Summary = "write a graph or model in another format, expanded";

    public static CommandDefinition Define(Invocation invocation)
    {
        var graph = Symbols.Required("IN", "a graph file or model; - is standard input");
        var (output, models) = (new ConversionSymbols(), new ModelSymbols());
        return new CommandDefinition
        {
            Name = "convert",
            Summary = Summary,
            Examples =
            [
                "graphrun convert train.yaml train.pb",
                "graphrun convert frozen.pb model.yaml",
                "graphrun convert saved_model/ model.pbtxt --signature serving_default",
            ],
            Details =
                """
                Expressions and builders become the nodes that they stand for; the outputs have
                the same bits. Larger constants of .yaml and .json go to a .safetensors file
                beside it. The variables of a model become constants, unless a node writes them.
                """,
            Arguments = [graph, output.Out],
            Groups = [output.Group, models.Group],
            Action = result => Convert(result, result.GetValue(graph)!, (output, models), invocation),
        };
    }

    private static int Convert(ParseResult result, string path, (ConversionSymbols Output, ModelSymbols Models) symbols,
        Invocation invocation)
    {
        var input = new StandardInput(invocation.Surroundings.Input, invocation.Surroundings.InputIsTerminal());
        var graph = GraphSource.Load(path, input, symbols.Models.Read(result));
        var expanded = GraphExpansion.Of(graph, new ConversionRequest { Values = graph.VariableValues });
        var kept = expanded.Nodes.Where(node =>
            graph.TryGetNode(node.Name, out var declared) && declared.Op.DeclaresVariable && node.Op.Text != "Const");
        if (graph.VariableValues is not null && kept.Any())
            invocation.Report.Write([LosesValues(kept.First().Name)]);
        symbols.Output.Write(expanded, result, invocation);
        return ExitCodes.Done;
    }

    private static Diagnostic LosesValues(string variable) => new(
        ErrorCode.GraphChanged,
        $"'{variable}' stays a variable, as a node writes it; its value in the model's checkpoint is not written",
        Help: "graphrun session import takes the values of a checkpoint into a session")
    { IsWarning = true };
}
