using System.CommandLine;
using GraphRun.Errors;
using GraphRun.Formats.Conversion;
using GraphRun.Formats.Graphs;

namespace GraphRun.Cli.Arguments;

/// <summary>Where a graph is written to, and how.</summary>
internal sealed class ConversionSymbols
{
    /// <summary>What stands in a line without making it a wall of numbers.</summary>
    private const long DefaultInline = 16;

    private readonly Option<string?> to = Symbols.One("--to", "FORMAT", $"{string.Join(", ", GraphFormats.Names)} (default: by OUT's extension)", [.. GraphFormats.Names]);
    private readonly Option<string?> inline = Symbols.One("--inline", "N",
        $"yaml, json: constants of at most N elements stay in OUT (default: {DefaultInline})");
    private readonly Option<bool> force = Symbols.Flag("--force", "replace files that exist");

    public Argument<string> Out { get; } = Symbols.Required("OUT", "the file to write; - is standard output");

    public OptionGroup Group => new("Output", [to, inline, force]);

    /// <summary>Writes the graph and says what was written.</summary>
    /// <exception cref="GraphRunException">A file exists or cannot be written, or the format cannot hold the graph.</exception>
    public void Write(GraphDef graph, ParseResult result, Invocation invocation)
    {
        var path = result.GetValue(Out)!;
        var format = Format(result, path);
        if (path == "-")
        {
            GraphOutput.Write(graph, invocation.Output, format);
            return;
        }

        var most = Values.Integer(inline, result, least: 0) ?? DefaultInline;
        var files = GraphOutput.Write(graph, path, format, most, result.GetValue(force));
        invocation.Report.Note($"wrote {string.Join(" and ", files)}");
    }

    private GraphFormat Format(ParseResult result, string path)
    {
        var asked = Values.OneOf(to, result, GraphFormats.Names);
        return (asked is null ? GraphFormats.OfFile(path) : GraphFormats.Parse(asked)) ?? throw new GraphRunException(
            ErrorCode.Usage, $"'{path}' does not say which format to write", help: $"add --to {string.Join(", --to ", GraphFormats.Names)}");
    }
}
