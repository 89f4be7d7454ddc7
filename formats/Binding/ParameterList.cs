using GraphRun.Formats.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>The parameters of an op or builder, in the order in which arguments without a name are given.</summary>
internal sealed class ParameterList
{
    private ParameterList(IEnumerable<Parameter> parameters) => All = [.. parameters];

    public IReadOnlyList<Parameter> All { get; }

    /// <summary>A builder's.</summary>
    public static ParameterList Of(string[] declarations) => new(Array.ConvertAll(declarations, Parameter.Parse));

    /// <summary>A function's: each takes whatever is given, and what is not given is what the signature says.</summary>
    public static ParameterList Of(IEnumerable<ParameterDef> parameters) => new(parameters.Select(Parameter.Of));

    /// <summary>Those of an op called by its type: its inputs, then the attrs that do not follow from them.</summary>
    public static ParameterList OfType(OpDef op)
    {
        var parameters = new List<Parameter>();
        foreach (var input in op.Signature.Inputs)
            parameters.Add(Parameter.Of(input));
        foreach (var attr in op.Signature.Attrs)
        {
            if (!IsInferred(op, attr))
                parameters.Add(Parameter.Of(attr));
        }

        return new ParameterList(parameters);
    }

    /// <summary>Those of an op called by its name in expressions: Python's.</summary>
    public static ParameterList OfExpression(OpDef op) => op.Parameters.Length == 0
        ? OfType(op)
        : new ParameterList(Array.ConvertAll(op.Parameters, text => Parameter.Parse(text, op.Signature)));

    /// <summary>The dtypes of what an op's functions return follow from these.</summary>
    private static bool IsInferred(OpDef op, AttrDef attr) =>
        op.Signature.IsInferred(attr.Name) || (op.Signature.CallsFunctions && attr.Type == AttrType.Type);

    /// <summary>The position of a parameter; -1 when there is none of that name.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>The parameter of the argument at a position, counted among those without a name; null when there are too many.</summary>
    public Parameter? At(int position) =>
        position < All.Count ? All[position] : All.Count > 0 && All[^1].IsVariadic ? All[^1] : null;
}
