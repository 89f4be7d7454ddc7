using GraphRun.Formats.Graphs;

namespace GraphRun.Formats.Conversion;

/// <summary>Writes an expanded graph as a graph file, YAML or JSON, each node on a line.</summary>
internal sealed class GraphFileWriter
{
    private readonly TextWriter output;
    private readonly FlowWriter flow;
    private readonly NodeWriter nodes;
    private readonly bool isYaml;

    /// <param name="external">Gathers the constants that do not stand in the file.</param>
    /// <param name="mostElements">Constants of at most so many elements stand in the file.</param>
    public GraphFileWriter(TextWriter output, bool isYaml, ExternalTensors external, long mostElements)
    {
        (this.output, this.isYaml, flow) = (output, isYaml, new FlowWriter(isYaml));
        nodes = new NodeWriter(flow, new ConstantWriter(flow, external, mostElements));
    }

    /// <exception cref="Errors.GraphRunException">A name or value that graph files cannot have.</exception>
    public void Write(GraphDef graph)
    {
        output.Write(isYaml ? "" : "{\n");
        Line(1, "graphrun", "1");
        if (graph.Name.Text is { Length: > 0 } name)
            Line(1, "name", Text(name));
        if (graph.Seed is { } seed)
            Line(1, "seed", seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (graph.Outputs.Count > 0)
            Line(1, "outputs", Outputs(graph));
        WriteFunctions(graph.Library);
        Open(1, "nodes");
        for (var i = 0; i < graph.Nodes.Count; i++)
            Line(2, graph.Nodes[i].Name, nodes.Write(graph.Nodes[i], ""), isLast: i == graph.Nodes.Count - 1);
        Close(1, isLast: true);
        output.Write(isYaml ? "" : "}\n");
    }

    private void WriteFunctions(IReadOnlyList<LibraryFunctionDef> library)
    {
        if (library.Count == 0)
            return;
        Open(1, "functions");
        for (var i = 0; i < library.Count; i++)
            Write(library[i], isLast: i == library.Count - 1);
        Close(1, isLast: false);
    }

    private void Write(LibraryFunctionDef function, bool isLast)
    {
        var parameters = function.Parameters.ToHashSet();
        var body = function.Nodes.Where(node => !parameters.Contains(node.Name)).ToList();
        var returns = function.Results.Select(result => result.Text).ToList();
        if (function.Effects.Count > 0)
            returns.Add(AddEffects(function, body));
        Open(2, $"{function.Name}({string.Join(", ", function.Parameters)})");
        if (body.Count > 0)
        {
            Open(3, "nodes");
            for (var i = 0; i < body.Count; i++)
                Line(4, body[i].Name, nodes.Write(body[i], $"{function.Name}/"), isLast: i == body.Count - 1);
            Close(3, isLast: false);
        }

        flow.Open('[');
        foreach (var reference in returns)
            flow.Text(reference);
        flow.Close(']');
        Line(3, "returns", flow.Take(), isLast: true);
        Close(2, isLast);
    }

    /// <summary>A node without outputs among the results runs in every call; one that waits for all effects stands for them.</summary>
    private static string AddEffects(LibraryFunctionDef function, List<NodeDef> body)
    {
        var names = body.Select(node => node.Name).Concat(function.Parameters).ToHashSet();
        var name = "effects";
        for (var suffix = 1; names.Contains(name); suffix++)
            name = $"effects_{suffix}";
        body.Add(new NodeDef
        {
            Name = name,
            Op = new Word("NoOp", default),
            Inputs = [.. function.Effects.Select(effect => new NamedValue(default, new ValueDef("^" + effect.Text)))],
        });
        return name;
    }

    /// <summary>Signatures call outputs <c>Identity:0</c> too, which is no name; as a reference it still names the output.</summary>
    private static string PublicName(string name, HashSet<string> taken)
    {
        var plain = name.EndsWith(":0", StringComparison.Ordinal) ? name[..^2] : name;
        return NodeName.IsValid(plain) && taken.Add(plain) ? plain : Identifiers.Unique(plain, taken);
    }

    private string Outputs(GraphDef graph)
    {
        var taken = new HashSet<string>();
        flow.Open('{');
        foreach (var (name, reference) in graph.Outputs)
        {
            flow.Key(PublicName(name.Text, taken));
            flow.Text(reference.Text);
        }

        flow.Close('}');
        return flow.Take();
    }

    private string Text(string text)
    {
        flow.Text(text);
        return flow.Take();
    }

    private void Line(int depth, string key, string value, bool isLast = false) =>
        output.Write($"{Indent(depth)}{Text(key)}: {value}{(isYaml || isLast ? "" : ",")}\n");

    private void Open(int depth, string key) => output.Write($"{Indent(depth)}{Text(key)}:{(isYaml ? "" : " {")}\n");

    private void Close(int depth, bool isLast)
    {
        if (!isYaml)
            output.Write($"{Indent(depth)}}}{(isLast ? "" : ",")}\n");
    }

    private string Indent(int depth) => new(' ', 2 * (isYaml ? depth - 1 : depth));
}
