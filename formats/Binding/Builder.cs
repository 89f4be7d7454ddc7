namespace GraphRun.Formats.Binding;

/// <summary>
/// A function of TensorFlow's Python API that is no op but makes nodes: declared once, in its own file under <c>Builders/</c>, and
/// listed in <see cref="Callees"/>.
/// </summary>
internal sealed class Builder : ICallee
{
    private ParameterList? parameters;

    /// <summary>The names in expressions, the preferred one first.</summary>
    public required string[] Names { get; init; }

    /// <summary>The parameters in the language of <see cref="Parameter.Parse(string)"/>.</summary>
    public required string[] Signature { get; init; }

    /// <summary>Adds the nodes, the main one under <see cref="Call.Name"/>, and returns the value of the call.</summary>
    public required Func<Call, Operand> Expand { get; init; }

    public bool NeedsAllVariables { get; init; }

    /// <summary>Also a node with an <c>op</c> of one of these names is the builder's, not the op's.</summary>
    public bool ReplacesOp { get; init; }

    public string Name => Names[0];

    public ParameterList Parameters => parameters ??= ParameterList.Of(Signature);

    public Operand Bind(Call call) => Expand(call);
}
