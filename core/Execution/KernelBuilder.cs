using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>What a kernel factory sees: the node, and the session that the kernel will work on. Everything here is looked up once per plan.</summary>
public sealed class KernelBuilder
{
    /// <summary>How deep functions may call functions.</summary>
    internal const int MaxDepth = 100;

    internal KernelBuilder(Node node, Session session, CallSite site = default, CancellationToken cancellation = default)
    {
        Node = node;
        Session = session;
        Site = site;
        Cancellation = cancellation;
    }

    public Node Node { get; }

    public Attrs Attrs => Node.Attrs;

    public Session Session { get; }

    /// <summary>For kernels that run long: they stop by <see cref="CancellationToken.ThrowIfCancellationRequested"/>.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The name under which the node keeps its state: inside a function the names of the calling nodes stand before it.</summary>
    public string StateName => Site.Scope + Node.Name;

    /// <summary>The graph's seed for random ops as the session overrides it; null when neither sets one.</summary>
    public long? Seed => Site.Seed;

    /// <summary>What finishes the kernel's result, for ops that say <see cref="Ops.OpDef.TakesEpilogue"/>; null when there is nothing to do.</summary>
    public Epilogue? Epilogue { get; internal init; }

    /// <summary>
    /// The zeros around input 0 that the kernel has to think of, before and behind each dim, for ops that say
    /// <see cref="Ops.OpDef.TakesMargins"/>; empty for none.
    /// </summary>
    public long[] Margins { get; internal init; } = [];

    /// <summary>A run feeds what the graph's shapes were inferred from, so functions must be ready for arguments of any shape.</summary>
    internal bool ShapesMayDiffer { get; init; }

    private CallSite Site { get; }

    /// <summary>The values that the plan knows before it runs, by input; null when it knows none.</summary>
    internal Tensor?[]? Constants { get; init; }

    /// <summary>The value of an input that is the same tensor in every run of the plan; null when only a run can tell.</summary>
    public Tensor? Constant(int index) => Constants?[index];

    public DType InputDType(int index) => Node.Inputs[index].DType;

    /// <summary>The variable that this node declares, or that the reference at an input stands for.</summary>
    public Variable Variable(int input = -1)
    {
        var declaration = input < 0 ? Node : Graph.VariableBehind(Node.Inputs[input]);
        return declaration is not null
            ? Session.Variable(VariableDeclaration.NameOf(declaration))
            : throw new GraphRunException(ErrorCode.InvalidArguments, $"input '{Node.Inputs[input]}' of '{Node.Name}' is not a variable", Node.Span, node: Node.Name);
    }

    /// <summary>The counter of this random op.</summary>
    public RandomCounter Counter() => Session.Counter(StateName);

    /// <summary>A function that the node's attrs name, to be called by its kernel with arguments of these shapes.</summary>
    /// <param name="index">The function's place in <see cref="Node.Functions"/>.</param>
    /// <param name="arguments">What is known of the arguments' shapes in every call.</param>
    /// <exception cref="GraphRunException">Functions call functions more than 100 deep.</exception>
    public FunctionCall Function(int index, IReadOnlyList<Shape> arguments) => Function(index, arguments, ResultUse.Kept);

    /// <summary>The same, for results that are not kept.</summary>
    internal FunctionCall Function(int index, IReadOnlyList<Shape> arguments, ResultUse results)
    {
        if (Site.Depth == MaxDepth)
            throw new GraphRunException(ErrorCode.LimitExceeded, $"'{StateName}' calls functions more than {MaxDepth} deep");
        var site = new CallSite(StateName + "/", Site.Depth + 1, Seed, Site.Passes);
        return new FunctionCall(() =>
        {
            var function = Node.Functions[index].For(ShapesMayDiffer ? [.. arguments.Select(_ => Shape.UnknownRank)] : arguments);
            var request = new RunRequest
            {
                Feeds = [.. function.Parameters.Select(parameter => new Output(parameter, 0))],
                Fetches = [.. function.Results.Select(result => new Fetch(result))],
                Targets = function.Effects,
                Cancellation = Cancellation,
                Passes = Site.Passes,
                Results = results,
            };
            return Planner.Plan(Session, request, site);
        });
    }
}
