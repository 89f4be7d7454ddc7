using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>A declared attr of an op: <c>"axis: int = -1"</c>, <c>"padding: {'SAME', 'VALID'}"</c>, <c>"T: {float, double}"</c>.</summary>
public sealed record AttrDef(string Name, AttrType Type)
{
    /// <summary>The value is an array of <see cref="Type"/>.</summary>
    public bool IsList { get; init; }

    /// <summary>The value when none is given and none can be inferred; null when the attr must be given.</summary>
    public object? Default { get; init; }

    /// <summary>The smallest int, or the smallest length of a list; null for no bound.</summary>
    public long? Minimum { get; init; }

    /// <summary>The dtypes allowed; empty for any.</summary>
    public IReadOnlyList<DType> AllowedDTypes { get; init; } = [];

    /// <summary>The words allowed; empty for any.</summary>
    public IReadOnlyList<string> AllowedTexts { get; init; } = [];

    /// <summary>What a value must be, in words for messages: <c>int</c>, <c>list(shape)</c>, ...</summary>
    public string TypeName => IsList ? $"list({ElementName})" : ElementName;

    private string ElementName => Type switch
    {
        AttrType.Int => "int",
        AttrType.Float => "float",
        AttrType.Bool => "bool",
        AttrType.Text => "string",
        AttrType.Type => "type",
        AttrType.Shape => "shape",
        AttrType.Tensor => "tensor",
        _ => "func",
    };

    /// <summary>Reads a declaration, <c>"axis: int = -1"</c>.</summary>
    /// <exception cref="FormatException">A mistake in the declaration.</exception>
    public static AttrDef Parse(string declaration) => SignatureParser.Attr(declaration);

    /// <summary>Whether <paramref name="value"/> has the C# type that holds this attr.</summary>
    public bool Holds(object value) => (Type, IsList) switch
    {
        (AttrType.Int, false) => value is long,
        (AttrType.Int, true) => value is long[],
        (AttrType.Float, false) => value is float,
        (AttrType.Float, true) => value is float[],
        (AttrType.Bool, false) => value is bool,
        (AttrType.Bool, true) => value is bool[],
        (AttrType.Text, false) => value is string,
        (AttrType.Text, true) => value is string[],
        (AttrType.Type, false) => value is DType,
        (AttrType.Type, true) => value is DType[],
        (AttrType.Shape, false) => value is Shape,
        (AttrType.Shape, true) => value is Shape[],
        (AttrType.Tensor, false) => value is Tensor,
        (AttrType.Tensor, true) => value is Tensor[],
        (AttrType.Function, false) => value is FunctionReference,
        _ => value is FunctionReference[],
    };
}
