namespace GraphRun.Ops;

/// <summary>The parsed inputs, outputs and attrs of an op, in TensorFlow's own mini-language for <c>REGISTER_OP</c>.</summary>
public sealed class Signature
{
    internal Signature(IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<string> attrs)
    {
        Attrs = [.. attrs.Select(SignatureParser.Attr)];
        Inputs = [.. inputs.Select(text => SignatureParser.Arg(text, Attrs))];
        Outputs = [.. outputs.Select(text => SignatureParser.Arg(text, Attrs))];
        CallsFunctions = Attrs.Any(attr => attr.Type == AttrType.Function);
        TakesReferences = Inputs.Any(input => input.IsRef);
    }

    public IReadOnlyList<ArgDef> Inputs { get; }

    public IReadOnlyList<ArgDef> Outputs { get; }

    public IReadOnlyList<AttrDef> Attrs { get; }

    /// <summary>Some attr names a function that the op calls.</summary>
    public bool CallsFunctions { get; }

    /// <summary>Some input is a reference to a variable.</summary>
    public bool TakesReferences { get; }

    /// <summary>The position of an attr in <see cref="Attrs"/>; -1 when the op has none of that name.</summary>
    public int IndexOfAttr(string name)
    {
        for (var i = 0; i < Attrs.Count; i++)
        {
            if (Attrs[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>Whether the attr follows from the inputs (a dtype or a count), so that nobody needs to write it.</summary>
    public bool IsInferred(string attr) =>
        Inputs.Any(input => input.TypeAttr == attr || input.NumberAttr == attr || input.TypeListAttr == attr);
}
