using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Binding;

/// <summary>
/// An expression that the command line adds to a graph, <c>--assert 'loss &lt; 10'</c>. It becomes a node whose name begins with two
/// hyphens, as no node of a file does, and everything that it consists of comes after what the run is asked for.
/// </summary>
/// <param name="Name">The node's name: that of the option, with a number where it stands several times.</param>
public sealed record AddedExpression(string Name, string Text)
{
    private const string Prefix = "--";

    /// <summary>The expressions of an option, <c>--assert</c>, <c>--assert_2</c>, ...</summary>
    public static IReadOnlyList<AddedExpression> Of(string option, IReadOnlyList<string> texts) =>
        [.. texts.Select((text, i) => new AddedExpression(i == 0 ? option : $"{option}_{i + 1}", text))];

    /// <summary>Whether a node of this name was added so.</summary>
    public static bool Has(string node) => node.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The graph with the expressions behind its nodes.</summary>
    /// <param name="requested">The fetches and targets of the run; none for the graph's outputs.</param>
    public static GraphDef AddTo(GraphDef file, IReadOnlyList<AddedExpression> expressions, IReadOnlyList<string> requested)
    {
        if (expressions.Count == 0)
            return file;
        var after = Awaited(file, requested);
        return file with { Nodes = [.. file.Nodes, .. expressions.Select(expression => expression.ToNode(after))] };
    }

    /// <summary>The nodes behind fetches and targets; names that are none are for others to report.</summary>
    private static List<string> Awaited(GraphDef file, IReadOnlyList<string> requested)
    {
        var outputs = new Dictionary<string, string>();
        foreach (var output in file.Outputs)
            outputs.TryAdd(output.Name.Text, output.Reference.Text);
        var known = file.Nodes.Select(node => node.Name).ToHashSet();
        var names = requested.Count > 0 ? requested.Select(name => outputs.GetValueOrDefault(name, name)) : outputs.Values;
        return [.. names.Select(NodeOf).Where(name => IsKnown(known, name)).Distinct()];
    }

    private static string NodeOf(string reference) => Reference.Parse(reference).Node;

    /// <summary>A node of the file, or one of those that it consists of.</summary>
    private static bool IsKnown(HashSet<string> known, string name)
    {
        for (var end = name.Length; end > 0; end = name.LastIndexOf('/', end - 1))
        {
            if (known.Contains(name[..end]))
                return true;
        }

        return false;
    }

    private NodeDef ToNode(IEnumerable<string> after)
    {
        var source = new SourceText(Name, Text);
        var document = new DocumentBuilder(source);
        document.Scalar(ScalarStyle.Plain, 0, Text.Length, Text);
        var expression = document.Build().Root;
        return new NodeDef
        {
            Name = Name,
            Span = expression.Span,
            Expression = expression,
            After = [.. after.Select(name => new Word(name, expression.Span))],
        };
    }
}
