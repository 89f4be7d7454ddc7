using GraphRun.Errors;
using GraphRun.Formats.Binding.Builders;
using GraphRun.Formats.Documents;
using GraphRun.Formats.Graphs;
using GraphRun.Formats.Libraries;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>Finds what a call names: a function of the file, a builder, or an op by its type or its name in expressions.</summary>
internal sealed class Callees
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
        SameShapeBuilder.SameShape,
        ClassNumbersBuilder.ClassNumbers,
        CondBuilder.Cond,
        CondBuilder.SwitchCase,
        CaseBuilder.Case,
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
        StaticDimBuilder.StaticDim,
        StaticBuilders.StaticDType,
        StaticBuilders.StaticItem,
        StaticBuilders.StaticUpper,
        StaticBuilders.IfGiven,
        StaticBuilders.SmartCond,
        StaticBuilders.StaticCase,
    ];

    private static readonly Dictionary<string, Builder> buildersByName = ByName(builders);

    /// <summary>Where TensorFlow's Python API has the functions of the standard library.</summary>
    private static readonly string[] modules = ["tf.", "nn.", "math.", "linalg.", "image."];

    /// <summary>Where it has those of libraries that are imported.</summary>
    private static readonly string[] libraryModules = ["tf.layers.", "tf.losses.", "tf.metrics.", "losses.", "metrics."];

    private readonly Dictionary<string, ICallee> known = [];
    private readonly Dictionary<string, FunctionDef> functions;
    private readonly (string Name, Callees Callees)[] imports;
    private Callees? standard;

    private readonly Dictionary<FunctionDef, FunctionUses> uses = [];

    /// <param name="isLibrary">The file is one that the program carries.</param>
    /// <exception cref="GraphRunException">The file imports a library that there is not.</exception>
    public Callees(GraphDef file, bool isLibrary = false)
    {
        IsLibrary = isLibrary;
        functions = [];
        foreach (var function in file.AllFunctions)
            functions.TryAdd(function.Name, function);
        imports = [.. file.Imports.Select(name => (name.Text!, new Callees(Library.Find(name), isLibrary: true)))];
    }

    /// <summary>The functions are of a library: users do not see their text, and they do not see a user's names.</summary>
    public bool IsLibrary { get; }

    /// <summary>Functions that every file can call.</summary>
    private Callees Standard => standard ??= new Callees(Library.Standard, isLibrary: true);

    /// <summary>
    /// What an expression calls by this name, with or without TensorFlow's modules before it: <c>relu</c>, <c>tf.nn.relu</c>.
    /// </summary>
    /// <exception cref="GraphRunException">There is nothing of this name.</exception>
    public ICallee Find(string name, Origin origin)
    {
        if (known.TryGetValue(name, out var callee))
            return callee;
        callee = TryFindFunction(name, origin) ?? TryFindImported(name, origin) ?? TryFind(name) ?? TryFindInModule(name);
        callee ??= Standard.TryFindFunction(AfterModules(name), origin) ?? throw Unknown(name, origin);
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
        return IsLibrary ? FunctionUses.None with { NeedsAllVariables = found.NeedsAllVariables } : found;
    }

    /// <summary>A builder or op needs all variables of the file.</summary>
    public static bool NeedsAllVariables(string name) => TryFind(name)?.NeedsAllVariables ?? false;

    /// <summary>There is a builder or op of this name.</summary>
    public static bool IsCallable(string name) => TryFind(name) is not null;

    private FunctionCallee? TryFindFunction(string name, Origin origin) =>
        Function(name) is { } function ? new FunctionCallee(FunctionOperand.Of(function, this, origin)) : null;

    /// <summary>A function of an imported library, with or without the library's name before it; the last import comes first.</summary>
    private FunctionCallee? TryFindImported(string name, Origin origin)
    {
        name = libraryModules.FirstOrDefault(module => name.StartsWith(module, StringComparison.Ordinal)) is { } module ? name[module.Length..] : name;
        for (var i = imports.Length - 1; i >= 0; i--)
        {
            var bare = name.StartsWith(imports[i].Name + ".", StringComparison.Ordinal) ? name[(imports[i].Name.Length + 1)..] : name;
            if (imports[i].Callees.TryFindFunction(bare, origin) is { } found)
                return found;
        }

        return null;
    }

    private static Dictionary<string, Builder> ByName(Builder[] builders)
    {
        var named = new Dictionary<string, Builder>(builders.Length * 2);
        foreach (var builder in builders)
        {
            foreach (var name in builder.Names)
                named.Add(name, builder);
        }

        return named;
    }

    private static string AfterModules(string name) =>
        modules.Any(module => name.StartsWith(module, StringComparison.Ordinal)) ? name[(name.LastIndexOf('.') + 1)..] : name;

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

    /// <summary>What is written as a method, or with a module before it, and is a function here.</summary>
    private static string? Method(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        return last.Length < name.Length && IsCallable(last) ? $"write {last}(...)" : null;
    }

    private GraphRunException Unknown(string name, Origin origin)
    {
        var types = Catalogue.All.Select(op => op.Type);
        var names = Catalogue.All.SelectMany(op => op.Expressions).Concat(buildersByName.Keys)
            .Concat(functions.Keys).Concat(imports.SelectMany(library => library.Callees.functions.Keys)).Concat(Standard.functions.Keys);
        var known = char.IsAsciiLetterUpper(name[0]) ? types.Concat(names) : names.Concat(types);
        return new GraphRunException(
            ErrorCode.UnknownOp,
            $"Op type not registered '{Printable.Text(name)}'",
            origin.Span,
            PythonNames.Advice(name) ?? Method(name) ?? Suggestion.For(name, known) ?? "'graphrun ops' lists all ops");
    }
}
