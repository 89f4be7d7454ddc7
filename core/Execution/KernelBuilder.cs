using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>What a kernel factory sees: the node, and the session that the kernel will work on. Everything here is looked up once per plan.</summary>
public sealed class KernelBuilder
{
    internal KernelBuilder(
        Node node, Session session, IReadOnlyDictionary<string, GraphFunction> functions, string scope = "", CancellationToken cancellation = default)
    {
        Node = node;
        Session = session;
        Functions = functions;
        Scope = scope;
        Cancellation = cancellation;
    }

    public Node Node { get; }

    public Attrs Attrs => Node.Attrs;

    public Session Session { get; }

    /// <summary>For kernels that run long: they stop by <see cref="CancellationToken.ThrowIfCancellationRequested"/>.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The name under which the node keeps its state: inside a function the names of the calling nodes stand before it.</summary>
    public string StateName => Scope + Node.Name;

    /// <summary>The graph's seed for random ops as the session overrides it; null when neither sets one.</summary>
    public long? Seed { get; init; }

    private IReadOnlyDictionary<string, GraphFunction> Functions { get; }

    private string Scope { get; }

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

    /// <summary>A function of the library, prepared to be called by this node's kernel: inputs in, results out, any number of times.</summary>
    public Plan Function(FunctionReference reference)
    {
        if (!Functions.TryGetValue(reference.Name, out var function))
            throw new GraphRunException(ErrorCode.UnknownReference, $"function '{reference.Name}' is not in the graph's library", Node.Span, node: Node.Name);
        var request = new RunRequest
        {
            Feeds = [.. function.Parameters.Select(parameter => new Output(parameter, 0))],
            Fetches = [.. function.Results.Select(result => new Fetch(result))],
            Targets = function.Effects,
            Cancellation = Cancellation,
        };
        return Planner.Plan(function.Body, Session, request, StateName + "/", Seed);
    }
}
