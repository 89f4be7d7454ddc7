using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Models;

namespace GraphRun.Formats.TensorFlowJs;

/// <summary>The functions of a model's library, in the JSON form of <c>FunctionDef</c>.</summary>
internal sealed class LibraryReader(TopologyReader topology, ErrorList errors)
{
    /// <summary>The functions of a library.</summary>
    public List<LibraryFunctionDef> Read(DocumentNode library)
    {
        var functions = new List<LibraryFunctionDef>();
        foreach (var function in ModelJson.Items(library.Exists ? library["function"] : default))
        {
            try
            {
                functions.Add(ReadFunction(function));
            }
            catch (GraphRunException error)
            {
                errors.Add(error, function.Span);
            }
        }

        return functions;
    }

    private LibraryFunctionDef ReadFunction(DocumentNode function)
    {
        var signature = function["signature"];
        var name = ModelJson.Text(signature.Exists ? signature["name"] : default, "the name of a function");
        var parameters = new List<NodeDef>();
        foreach (var argument in ModelJson.Items(signature["inputArg"]))
            parameters.Add(ReadParameter(argument, name));
        List<NodeDef> nodes = [.. parameters, .. topology.ReadNodes(function["nodeDef"])];
        var byName = new Dictionary<string, NodeDef>(nodes.Count);
        foreach (var node in nodes)
            byName.TryAdd(node.Name, node);
        return new LibraryFunctionDef
        {
            Name = new Word(name, signature["name"].Span),
            Parameters = [.. parameters.Select(parameter => parameter.Name)],
            Nodes = [.. nodes.Select(node => WithFlatInputs(node, byName))],
            Results = ReadResults(function, signature, name, byName),
            Effects = ReadEffects(function),
        };
    }

    private static NodeDef ReadParameter(DocumentNode argument, string function)
    {
        var name = ModelJson.Text(argument["name"], $"a parameter of '{Printable.Text(function)}'");
        var dtype = ModelJson.DType(argument["type"], $"the dtype of parameter '{Printable.Text(name)}'");
        return new NodeDef
        {
            Name = name,
            Span = argument.Span,
            Op = new Word("Placeholder", argument.Span),
            Attrs = [new NamedValue(new Word("dtype", argument.Span), new ValueDef(dtype, argument.Span))],
        };
    }

    private static NodeDef WithFlatInputs(NodeDef node, Dictionary<string, NodeDef> byName) => new()
    {
        Name = node.Name,
        Span = node.Span,
        Op = node.Op,
        Attrs = node.Attrs,
        Inputs = [.. node.Inputs.Select(input => input with
        {
            Value = new ValueDef(FunctionReferences.Flatten((string)input.Value.Typed!, byName), input.Value.Span),
        })],
    };

    private static List<Word> ReadResults(DocumentNode function, DocumentNode signature, string name, Dictionary<string, NodeDef> byName)
    {
        var results = new List<Word>();
        foreach (var result in ModelJson.Items(signature["outputArg"]))
        {
            var output = ModelJson.Text(result["name"], $"a result of '{Printable.Text(name)}'");
            var reference = function["ret"] is { Exists: true } returned ? returned[output] : default;
            var text = ModelJson.Text(reference, $"what '{Printable.Text(name)}' returns as '{Printable.Text(output)}'");
            results.Add(new Word(FunctionReferences.Flatten(text, byName), reference.Span));
        }

        return results;
    }

    private static List<Word> ReadEffects(DocumentNode function)
    {
        var effects = new List<Word>();
        foreach (var (_, node) in ModelJson.Entries(function["controlRet"]))
            effects.Add(new Word(ModelJson.Text(node, "a control result"), node.Span));
        return effects;
    }
}
