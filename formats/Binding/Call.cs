using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding;

/// <summary>A call with its arguments, as ops and builders see it.</summary>
internal sealed class Call
{
    private readonly Operand[] arguments;

    /// <param name="given">Arguments without a name, then those with one.</param>
    /// <exception cref="GraphRunException">The arguments do not match the parameters.</exception>
    public Call(BindingContext context, ICallee callee, IReadOnlyList<Operand> given, Origin origin, string name)
    {
        (Context, Callee, Origin, Name) = (context, callee, origin, name);
        arguments = ArgumentMatching.Match(callee, given, origin, Rest);
    }

    public BindingContext Context { get; }

    public ICallee Callee { get; }

    public Origin Origin { get; }

    /// <summary>The name for the node that the call makes, or for its main one.</summary>
    public string Name { get; }

    /// <summary>Arguments with names that no parameter has.</summary>
    public List<KeywordOperand> Rest { get; } = [];

    /// <summary>The argument of a parameter by its position.</summary>
    public Operand this[int index] => arguments[index];

    /// <summary>The argument of a parameter, as it is given.</summary>
    public Operand this[string parameter] => arguments[Callee.Parameters.IndexOf(parameter)];

    /// <summary>A name below that of the call's own node, for the others that the call makes.</summary>
    public string Below(string name) => Context.Derive(Name.Length > Context.CurrentName.Length
        ? $"{Name[(Context.CurrentName.Length == 0 ? 0 : Context.CurrentName.Length + 1)..]}/{name}"
        : name);

    /// <summary>The argument is given and is not None.</summary>
    public bool Has(string parameter) => this[parameter] is not NoneOperand;

    /// <summary>The argument as a tensor; a literal gets this dtype, or the one that it has alone.</summary>
    public Output Tensor(string parameter, DType literal = DType.None) =>
        Values.ToOutput(Context, Values.Resolve(Context, this[parameter]), literal, parameter);

    /// <summary>The argument as the value of an attr: a <typeparamref name="T"/> as core holds such attrs.</summary>
    public T Attr<T>(string parameter)
    {
        var declared = Callee.Parameters.All[Callee.Parameters.IndexOf(parameter)].Attr!;
        return (T)AttrBinding.Convert(declared, this[parameter], Callee.Name);
    }

    /// <summary>Adds a node and returns its first output as the value of the call.</summary>
    public TensorOperand Add(string op, string name, IReadOnlyList<Output> inputs, params (string Name, object Value)[] attrs) =>
        Result(Context.Add(op, name, inputs, Origin, attrs));

    /// <summary>Adds the call's node from operands, whose literals get the dtypes of the others as in every call of an op.</summary>
    public TensorOperand AddOp(string op, params Operand[] arguments)
    {
        var definition = Catalogue.Get(op);
        var attrs = new Dictionary<string, object>();
        var inputs = InputBinding.Bind(Context, definition, arguments, attrs);
        return Result(new Output(Context.Add(definition, Name, inputs, attrs, Origin), 0));
    }

    public TensorOperand Result(Output output) => new(output, IsWhole: true, Origin);

    /// <summary>The error for arguments that do not fit each other.</summary>
    public GraphRunException Error(string message, string? help = null) =>
        new(ErrorCode.InvalidArguments, message, Origin.Span, help, Context.CurrentName);

    /// <exception cref="GraphRunException">An argument has a name that nothing knows.</exception>
    public void RefuseRest()
    {
        if (Rest.Count > 0)
            throw ArgumentMatching.Unknown(Callee, Rest[0], []);
    }
}
