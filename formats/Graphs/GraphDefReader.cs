using GraphRun.Errors;
using GraphRun.Formats.Documents;

namespace GraphRun.Formats.Graphs;

/// <summary>Reads the top level of a graph file, version 1. Every mistake goes to the list of errors, and reading goes on.</summary>
internal sealed class GraphDefReader(ErrorList errors)
{
    private const string Example = "a graph file begins like this:\ngraphrun: 1\nnodes:\n  foo: variable(42)";

    private static readonly string[] keys = ["graphrun", "name", "description", "nodes", "outputs", "import", "functions", "seed", "tests"];

    private readonly ScalarReader scalars = new(errors);
    private readonly NodeDefReader nodes = new(errors);

    /// <param name="document">Null when the file holds no value at all.</param>
    /// <exception cref="GraphRunException">The file holds no graph.</exception>
    public GraphDef Read(Document? document, SourceText source, string? folder)
    {
        if (document is null || document.Root is { Kind: DocumentNodeKind.Scalar })
        {
            throw new GraphRunException(
                ErrorCode.NoGraph, $"no graph in file '{Printable.Text(source.Name)}'", document?.Root.Span ?? default, Example);
        }

        var root = document.Root;
        if (root.Kind != DocumentNodeKind.Mapping)
        {
            throw new GraphRunException(
                ErrorCode.NoGraph, "a graph file is a mapping of 'graphrun', 'nodes' and so on, not a list", root.Span, Example);
        }

        ScalarReader.CheckKeys(root, keys, "a graph file", errors);
        CheckVersion(root);
        var functions = new FunctionDefReader(errors, nodes);
        return new GraphDef
        {
            Source = source,
            Folder = folder,
            Name = Name(root["name"]),
            Description = scalars.Text(root["description"], "description").Text,
            Seed = scalars.Integer(root["seed"], "seed"),
            Nodes = Nodes(root),
            Outputs = new OutputDefReader(errors).Read(root["outputs"], "outputs"),
            Imports = Imports(root["import"]),
            Functions = functions.Read(root["functions"]),
            Tests = root["tests"],
        };
    }

    private void CheckVersion(DocumentNode root)
    {
        var version = root["graphrun"];
        if (!version.Exists)
        {
            errors.Add(
                ErrorCode.InvalidValue,
                "the key 'graphrun' is missing, which gives the version of the format",
                root.Span,
                "begin the file with graphrun: 1");
            return;
        }

        if (scalars.Integer(version, "graphrun") is not { } number || number == 1)
            return;
        if (number > 1)
            errors.Add(ErrorCode.Unsupported, $"format version {number} is newer than this program reads, which is 1", version.Span);
        else
            errors.Add(ErrorCode.InvalidValue, $"there is no format version {number}", version.Span, "write graphrun: 1");
    }

    private Word Name(DocumentNode value)
    {
        var name = scalars.Text(value, "name");
        if (value.Exists && name.Text is { } text && !NodeName.IsValid(text))
        {
            errors.Add(
                ErrorCode.InvalidName,
                $"'{Printable.Text(text)}' cannot name a graph",
                name.Span,
                "letters, digits and _ . - / > make a name");
        }

        return name;
    }

    private IReadOnlyList<NodeDef> Nodes(DocumentNode root)
    {
        var value = root["nodes"];
        if (value.Exists)
            return nodes.Read(value);
        if (!root["functions"].Exists)
            errors.Add(ErrorCode.NoGraph, "the key 'nodes' is missing", root.Span, Example);
        return [];
    }

    /// <summary>One name, or a list of names.</summary>
    private List<Word> Imports(DocumentNode value)
    {
        var names = new List<Word>();
        if (!value.Exists)
            return names;
        foreach (var item in value.Items)
            names.Add(scalars.Text(item, "import"));
        if (value.Kind != DocumentNodeKind.Sequence)
            names.Add(scalars.Text(value, "import"));
        names.RemoveAll(name => name.Text is null);
        return names;
    }
}
