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
        .. TrainingBuilders.All,
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
        CondBuilder.Cond,
        CondBuilder.SwitchCase,
        WhileLoopBuilder.WhileLoop,
        MapBuilder.Map,
        ScanBuilder.Scan,
        ScanBuilder.FoldLeft,
        ScanBuilder.FoldRight,
        SoftmaxBuilders.Softmax,
        SoftmaxBuilders.LogSoftmax,
        NormBuilder.Norm,
        TensordotBuilder.Tensordot,
        DropoutBuilder.Dropout,
    ];

    private static readonly Dictionary<string, Builder> buildersByName = builders
        .SelectMany(builder => builder.Names.Select(name => (name, builder)))
        .ToDictionary(pair => pair.name, pair => pair.builder);

    private readonly Dictionary<string, ICallee> known = [];
    private readonly Dictionary<string, FunctionDef> functions = file.AllFunctions.GroupBy(function => function.Name)
        .ToDictionary(group => group.Key, group => group.First());

    private readonly Dictionary<FunctionDef, FunctionUses> uses = [];

    /// <summary>
    /// What an expression calls by this name, with or without TensorFlow's modules before it: <c>relu</c>, <c>tf.nn.relu</c>.
    /// </summary>
    /// <exception cref="GraphRunException">There is nothing of this name.</exception>
    public ICallee Find(string name, Origin origin)
    {
        if (known.TryGetValue(name, out var callee))
            return callee;
        callee = TryFindFunction(name, origin) ?? TryFind(name) ?? TryFindInModule(name) ?? throw Unknown(name, origin);
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

    /// <summary>A function of the file; null when it has none of this name.</summary>
    public FunctionDef? Function(string name) => functions.GetValueOrDefault(name);

    /// <summary>What a function of the file needs of the file's own nodes before it can be called.</summary>
    public FunctionUses Uses(FunctionDef function)
    {
        if (!uses.TryGetValue(function, out var found))
            uses.Add(function, found = FunctionUses.Of(function, this));
        return found;
    }

    /// <summary>A builder or op needs all variables of the file.</summary>
    public static bool NeedsAllVariables(string name) => TryFind(name)?.NeedsAllVariables ?? false;

    private FunctionCallee? TryFindFunction(string name, Origin origin) =>
        Function(name) is { } function ? new FunctionCallee(FunctionOperand.Of(function, null, origin)) : null;

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

    private GraphRunException Unknown(string name, Origin origin)
    {
        var types = Catalogue.All.Select(op => op.Type);
        var names = Catalogue.All.SelectMany(op => op.Expressions).Concat(buildersByName.Keys).Concat(functions.Keys);
        var known = char.IsAsciiLetterUpper(name[0]) ? types.Concat(names) : names.Concat(types);
        return new GraphRunException(
            ErrorCode.UnknownOp,
            $"Op type not registered '{Printable.Text(name)}'",
            origin.Span,
            Suggestion.For(name, known) ?? "'graphrun ops' lists all ops");
    }
}
