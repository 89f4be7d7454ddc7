using GraphRun.Errors;
using GraphRun.Formats.Binding.Builders;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>Finds what a call names: a function of the file, a builder, or an op by its type or its name in expressions.</summary>
internal sealed class Callees(GraphDef file)
{
    /// <summary>Every builder. A new one is added here and declared in its own file.</summary>
    private static readonly Builder[] builders =
    [
        VariableBuilder.Variable,
        InitializerBuilders.GlobalVariablesInitializer,
        InitializerBuilders.VariablesInitializer,
        GroupBuilder.Grouping,
        ConstantBuilder.Constant,
        PlaceholderBuilder.Placeholder,
        FillBuilders.Zeros,
        FillBuilders.Ones,
        RandomBuilders.RandomUniform,
        RandomBuilders.RandomNormal,
        RandomBuilders.TruncatedNormal,
        VarianceScalingBuilders.GlorotUniform,
        VarianceScalingBuilders.HeNormal,
        MatMulBuilder.MatMul,
        RangeBuilder.Range,
        SplitBuilder.Split,
        TransposeBuilder.Transpose,
        WhereBuilder.Where,
        .. LaterBuilders.All,
    ];

    private static readonly Dictionary<string, Builder> buildersByName = builders
        .SelectMany(builder => builder.Names.Select(name => (name, builder)))
        .ToDictionary(pair => pair.name, pair => pair.builder);

    private readonly Dictionary<string, ICallee> known = [];

    /// <summary>
    /// What an expression calls by this name, with or without TensorFlow's modules before it: <c>relu</c>, <c>tf.nn.relu</c>.
    /// </summary>
    /// <exception cref="GraphRunException">There is nothing of this name.</exception>
    public ICallee Find(string name, Origin origin)
    {
        if (known.TryGetValue(name, out var callee))
            return callee;
        RefuseFunction(name, origin);
        callee = TryFind(name) ?? TryFindInModule(name) ?? throw Unknown(name, origin);
        known.Add(name, callee);
        return callee;
    }

    /// <summary>What a node names under <c>op</c>: an op by its type before anything else.</summary>
    /// <exception cref="GraphRunException">There is nothing of this name.</exception>
    public ICallee FindOp(string name, Origin origin)
    {
        if (Catalogue.Find(name) is not { } op || buildersByName.GetValueOrDefault(name) is { ReplacesOp: true })
            return Find(name, origin);
        var key = $"op {name}";
        if (!known.TryGetValue(key, out var callee))
            known.Add(key, callee = new OpCallee(op, name, isCalledByType: true));
        return callee;
    }

    private static ICallee? TryFind(string name)
    {
        if (buildersByName.TryGetValue(name, out var builder))
            return builder;
        if (Catalogue.Find(name) is { } op)
            return new OpCallee(op, name, isCalledByType: true);
        return Catalogue.FindExpression(name) is { } named ? new OpCallee(named, name, isCalledByType: false) : null;
    }

    private static ICallee? TryFindInModule(string name) => name.StartsWith("tf.", StringComparison.Ordinal)
        ? TryFind(name[3..]) ?? TryFind(name[(name.LastIndexOf('.') + 1)..])
        : null;

    private void RefuseFunction(string name, Origin origin)
    {
        if (file.Functions.Any(function => function.Name == name))
        {
            throw new GraphRunException(
                ErrorCode.Unsupported, $"calls of functions of the file ('{name}') are not yet supported", origin.Span);
        }
    }

    private static GraphRunException Unknown(string name, Origin origin)
    {
        var types = Catalogue.All.Select(op => op.Type);
        var names = Catalogue.All.SelectMany(op => op.Expressions).Concat(buildersByName.Keys);
        var known = char.IsAsciiLetterUpper(name[0]) ? types.Concat(names) : names.Concat(types);
        return new GraphRunException(
            ErrorCode.UnknownOp,
            $"Op type not registered '{Printable.Text(name)}'",
            origin.Span,
            Suggestion.For(name, known) ?? "'graphrun ops' lists all ops");
    }
}
