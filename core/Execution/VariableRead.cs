using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// Reads a variable for the node that uses it, at that node's own place in the order. Shared by the reads that the planner puts before
/// users of reference variables and by ReadVariableOp.
/// </summary>
/// <param name="declaration">The node that declares the variable.</param>
/// <param name="reader">The node that uses the value; null for a fetch.</param>
internal sealed class VariableRead(Variable variable, Node declaration, Node? reader)
{
    /// <summary>Nobody keeps the value beyond the run.</summary>
    internal bool IsPassing { get; set; }

    internal string VariableName => variable.Name;

    /// <summary>The kernel of a read that the planner adds.</summary>
    internal void Run(Step step) => step.Read(Value());

    /// <exception cref="GraphRunException"><c>Attempting to use uninitialized value foo</c>, or a stored value of another dtype or shape than declared.</exception>
    internal Tensor Value()
    {
        var value = (IsPassing ? variable.Current : variable.Value) ?? throw new GraphRunException([Missing()!]);
        return Fits(value) ? value : throw new GraphRunException(
            ErrorCode.GraphChanged,
            $"variable '{variable.Name}' is {value} in the session, but the graph declares {declaration.Attrs.DType("dtype").Name()}{declaration.Attrs.Shape("shape")}",
            declaration.Span,
            "initialize it again, or use another session",
            declaration.Name);
    }

    /// <summary>The diagnostic for a variable that has no value now; null when it has one.</summary>
    internal Diagnostic? Missing()
    {
        if (variable.Current is not null)
            return null;
        var note = reader is null || declaration.Span.IsNone ? null : $"'{variable.Name}' is declared at {declaration.Span}";
        return new Diagnostic(ErrorCode.Uninitialized, $"Attempting to use uninitialized value {variable.Name}", (reader ?? declaration).Span, Node: (reader ?? declaration).Name)
        {
            Note = note,
        };
    }

    private bool Fits(Tensor value) => value.DType == declaration.Attrs.DType("dtype") && declaration.Attrs.Shape("shape").Accepts(value.Shape);
}
