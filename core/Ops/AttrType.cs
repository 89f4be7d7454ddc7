namespace GraphRun.Ops;

/// <summary>The kinds of attr values, as in TensorFlow's <c>attr_value.proto</c>, with the C# type that holds each.</summary>
public enum AttrType
{
    /// <summary><see cref="long"/></summary>
    Int,

    /// <summary><see cref="float"/></summary>
    Float,

    /// <summary><see cref="bool"/></summary>
    Bool,

    /// <summary><see cref="string"/></summary>
    Text,

    /// <summary><see cref="Tensors.DType"/></summary>
    Type,

    /// <summary><see cref="Tensors.Shape"/></summary>
    Shape,

    /// <summary><see cref="Tensors.Tensor"/></summary>
    Tensor,

    /// <summary><see cref="Graphs.FunctionReference"/></summary>
    Function,
}
