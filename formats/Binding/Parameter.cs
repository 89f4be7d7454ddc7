using GraphRun.Formats.Graphs;
using GraphRun.Ops;

namespace GraphRun.Formats.Binding;

/// <summary>A parameter of what an expression can call, an op or a builder.</summary>
internal sealed record Parameter(string Name)
{
    /// <summary>The attr that the argument becomes; null when the argument is a tensor or another operand.</summary>
    public AttrDef? Attr { get; init; }

    /// <summary>The op's input that the argument becomes; null for attrs and for the parameters of builders.</summary>
    public ArgDef? Input { get; init; }

    /// <summary>What an argument that is not given is; null when it must be given.</summary>
    public Operand? Default { get; init; }

    /// <summary>All further arguments without a name belong to this parameter.</summary>
    public bool IsVariadic { get; init; }

    /// <summary>Names in the argument are nodes, not dtypes, dims or functions.</summary>
    public bool NamesNodes => Attr is null;

    /// <summary>
    /// Reads a builder's parameter: <c>"initial: tensor"</c>, <c>"nodes: tensors..."</c>, <c>"value: literal"</c>, or one of the kinds of
    /// attrs, <c>"dtype: type = float32"</c>; the default <c>None</c> stands for nothing given.
    /// </summary>
    public static Parameter Parse(string text)
    {
        var colon = text.IndexOf(':');
        var (name, rest) = (text[..colon], text[(colon + 1)..]);
        var equals = rest.IndexOf('=');
        var kind = (equals < 0 ? rest : rest[..equals]).Trim();
        var value = equals < 0 ? null : LiteralOperands.Default(rest[(equals + 1)..].Trim());
        return kind is "tensor" or "tensors..."
            ? new Parameter(name) { Default = value, IsVariadic = kind != "tensor" }
            : new Parameter(name) { Default = value, Attr = AttrDef.Parse($"{name}: {(kind == "literal" ? "tensor" : kind)}") };
    }

    /// <summary>Reads a parameter of an op's Python function, <c>"python_name: input_or_attr = literal"</c>.</summary>
    public static Parameter Parse(string text, Signature signature)
    {
        var colon = text.IndexOf(':');
        var (name, rest) = (text[..colon].Trim(), text[(colon + 1)..]);
        var equals = rest.IndexOf('=');
        var target = (equals < 0 ? rest : rest[..equals]).Trim();
        var value = equals < 0 ? null : LiteralOperands.Default(rest[(equals + 1)..].Trim());
        if (signature.IndexOfAttr(target) is >= 0 and var index)
            return Of(signature.Attrs[index]) with { Name = name, Default = value ?? Of(signature.Attrs[index]).Default };
        var input = signature.Inputs.FirstOrDefault(arg => arg.Name == target)
            ?? throw new FormatException($"'{text}': the op has neither an input nor an attr '{target}'");
        return new Parameter(name) { Input = input, Default = value };
    }

    public static Parameter Of(ParameterDef parameter) => new(parameter.Name.Text)
    {
        Default = parameter.Default < 0 ? null : new DefaultOperand(parameter),
    };

    public static Parameter Of(ArgDef input) => new(input.Name) { Input = input };

    /// <summary>An attr with a default of its own may be left out.</summary>
    public static Parameter Of(AttrDef attr) => new(attr.Name)
    {
        Attr = attr,
        Default = attr.Default is null ? null : new NoneOperand(default),
    };
}
