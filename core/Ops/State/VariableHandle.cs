using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops.State;

/// <summary>What the element of a resource tensor is when it stands for a variable.</summary>
/// <param name="Declaration">The VarHandleOp that made it.</param>
internal sealed record VariableHandle(Variable Variable, Node Declaration)
{
    internal DType DType => Declaration.Attrs.DType("dtype");

    internal Shape Shape => Declaration.Attrs.Shape("shape");

    /// <exception cref="GraphRunException">The element is no variable.</exception>
    internal static VariableHandle Of(Tensor handle) => handle.Value<object>() as VariableHandle
        ?? throw new GraphRunException(ErrorCode.InvalidArgument, "the resource is not a variable");

    /// <summary>The value, for the node that reads it.</summary>
    internal Tensor Read(Node reader) => new VariableRead(Variable, Declaration, reader).Value();
}
