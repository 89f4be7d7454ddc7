using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>One output of a node, <c>node:index</c>: what a data edge starts from.</summary>
public readonly record struct Output(Node Node, int Index)
{
    public DType DType => Node.OutputDTypes[Index];

    public Shape Shape => Node.OutputShapes[Index];

    /// <summary>The output is a reference to a variable (TensorFlow's <c>Ref(T)</c>).</summary>
    public bool IsRef => Index < Node.Op.Signature.Outputs.Count && Node.Op.Signature.Outputs[Index].IsRef;

    /// <summary><c>node</c> for the first output, <c>node:1</c> for the others.</summary>
    public override string ToString() => Index == 0 ? Node.Name : $"{Node.Name}:{Index}";
}
