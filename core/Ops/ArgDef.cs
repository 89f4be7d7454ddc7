using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>
/// A declared input or output of an op: <c>"x: T"</c>, <c>"axis: int32"</c>, <c>"values: N * T"</c>, <c>"ref: Ref(T)"</c>, or a list
/// of mixed dtypes <c>"args: Tin"</c> where Tin is a <c>list(type)</c> attr.
/// </summary>
public sealed record ArgDef(string Name)
{
    /// <summary>The dtype, when it is always the same; <see cref="DType.None"/> otherwise.</summary>
    public DType DType { get; init; }

    /// <summary>The attr that holds the dtype, or null.</summary>
    public string? TypeAttr { get; init; }

    /// <summary>The int attr that holds how many tensors stand here, or null for one.</summary>
    public string? NumberAttr { get; init; }

    /// <summary>The <c>list(type)</c> attr that holds the dtypes of the tensors that stand here, or null.</summary>
    public string? TypeListAttr { get; init; }

    /// <summary>A reference to a variable (TensorFlow's <c>Ref(T)</c>), not a value.</summary>
    public bool IsRef { get; init; }

    /// <summary>Any number of tensors may stand here.</summary>
    public bool IsList => NumberAttr is not null || TypeListAttr is not null;
}
