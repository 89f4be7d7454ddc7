namespace GraphRun.Formats.Binding;

/// <summary>A function that an expression calls: its nodes are made where it is called, under the name of the call.</summary>
internal sealed class FunctionCallee(FunctionOperand function) : ICallee
{
    private ParameterList? parameters;

    public FunctionOperand Function { get; } = function;

    public string Name => Function.Name;

    public ParameterList Parameters => parameters ??= Function.Callee?.Parameters ?? ParameterList.Of(Function.Parameters!);

    /// <summary>Whether nodes inside need all variables is a matter of what the caller depends on.</summary>
    public bool NeedsAllVariables => Function.Callee?.NeedsAllVariables ?? false;

    public Operand Bind(Call call)
    {
        if (Function.Callee is { } callee)
            return callee.Bind(call);
        call.RefuseRest();
        var arguments = Enumerable.Range(0, Parameters.All.Count).Select(index => call[index]).ToArray();
        return FunctionBinding.Inline(call.Context, Function with { Origin = call.Origin }, arguments, call.Name);
    }
}
