using GraphRun.Errors;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Expressions;

namespace GraphRun.Formats.Graphs;

/// <summary>Reads <c>functions</c>: a mapping of signatures, <c>dense(x, units, activation=identity)</c>, to nodes and returns.</summary>
internal sealed class FunctionDefReader(ErrorList errors, NodeDefReader nodes)
{
    private static readonly string[] keys = ["nodes", "returns", "description"];
    private static readonly string[] inPlaceKeys = ["parameters", "nodes", "returns"];

    private readonly ScalarReader scalars = new(errors);

    public IReadOnlyList<FunctionDef> Read(DocumentNode value)
    {
        var functions = new List<FunctionDef>();
        if (!value.Exists)
            return functions;
        if (value.Kind != DocumentNodeKind.Mapping)
        {
            errors.Add(
                ErrorCode.InvalidValue,
                $"'functions' is a mapping of signatures to functions, not {ScalarReader.KindName(value)}",
                value.Span);
        }

        foreach (var (signature, body) in value.Entries)
        {
            if (Read(signature, body) is { } function)
                functions.Add(function);
        }

        CheckUnique(functions);
        return functions;
    }

    /// <summary>Reads a function that stands in the place of an attr: <c>parameters</c>, <c>nodes</c> and <c>returns</c>.</summary>
    public static FunctionDef ReadInPlace(string name, SourceSpan span, DocumentNode body, ErrorList errors)
    {
        ScalarReader.CheckKeys(body, inPlaceKeys, $"function '{name}'", errors);
        var parameters = new List<ParameterDef>();
        foreach (var item in body["parameters"] is { Exists: true } list ? list.Items : default)
        {
            if (new ScalarReader(errors).Text(item, "parameters") is { Text: not null } word)
                parameters.Add(new ParameterDef(word));
        }

        return new FunctionDef
        {
            Name = name,
            Span = span,
            Parameters = parameters,
            Nodes = body["nodes"] is { Exists: true } inner ? new NodeDefReader(errors).Read(inner) : [],
            Returns = new OutputDefReader(errors).Read(body["returns"], "returns"),
        };
    }

    private FunctionDef? Read(DocumentNode signature, DocumentNode body)
    {
        if (ParseSignature(signature) is not { } expression)
            return null;
        var name = expression.Root.Text;
        if (body.Kind != DocumentNodeKind.Mapping)
        {
            errors.Add(
                ErrorCode.InvalidValue,
                $"function '{name}' is a mapping of 'nodes' and 'returns', not {ScalarReader.KindName(body)}",
                signature.Span);
            return null;
        }

        ScalarReader.CheckKeys(body, keys, $"function '{name}'", errors);
        if (!body["returns"].Exists)
        {
            errors.Add(
                ErrorCode.InvalidValue, $"function '{name}' returns nothing", signature.Span, "add returns: with the name of a node");
        }

        return new FunctionDef
        {
            Name = name,
            Span = signature.Span,
            Parameters = Parameters(expression),
            Nodes = body["nodes"] is { Exists: true } inner ? nodes.Read(inner) : [],
            Returns = new OutputDefReader(errors).Read(body["returns"], "returns"),
            Signature = signature.Text.ToString(),
            Description = scalars.Text(body["description"], "description").Text,
        };
    }

    private Expression? ParseSignature(DocumentNode signature)
    {
        try
        {
            var expression = Expression.Parse(signature);
            if (expression.Root.Kind == ExpressionKind.Call)
                return expression;
            errors.Add(
                ErrorCode.Syntax,
                $"'{Printable.Text(signature.Text)}' is no signature of a function",
                signature.Span,
                "write it as name(parameter, other=default)");
        }
        catch (GraphRunException error)
        {
            errors.Add(error);
        }

        return null;
    }

    /// <summary>The arguments of the signature, each a subtree that ends before the next one begins, from last to first.</summary>
    private List<ParameterDef> Parameters(Expression signature)
    {
        var parameters = new List<ParameterDef>();
        for (var last = signature.Nodes.Count - 2; last >= 0; last = signature.Nodes[last].First - 1)
        {
            var argument = signature.Nodes[last];
            var name = new Word(argument.Text, signature.SpanOf(argument));
            if (argument.Kind == ExpressionKind.Name)
                parameters.Add(new ParameterDef(name, signature));
            else if (argument.Kind == ExpressionKind.Keyword)
                parameters.Add(new ParameterDef(name, signature, last - 1));
            else
                errors.Add(ErrorCode.Syntax, "a parameter is a name, or name=default", signature.SpanOf(argument));
        }

        parameters.Reverse();
        CheckUnique(parameters);
        return parameters;
    }

    private void CheckUnique(List<ParameterDef> parameters)
    {
        var names = new HashSet<string>();
        foreach (var parameter in parameters)
        {
            if (!names.Add(parameter.Name.Text))
                errors.Add(ErrorCode.Duplicate, $"parameter '{parameter.Name}' stands twice", parameter.Name.Span);
        }
    }

    private void CheckUnique(List<FunctionDef> functions)
    {
        var first = new Dictionary<string, FunctionDef>();
        foreach (var function in functions)
        {
            if (!first.TryAdd(function.Name, function))
            {
                errors.Add(
                    ErrorCode.Duplicate,
                    $"function '{function.Name}' is not unique: the first one is at {first[function.Name].Span}",
                    function.Span);
            }
        }
    }
}
