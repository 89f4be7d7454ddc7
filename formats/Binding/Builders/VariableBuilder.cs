using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary><c>tf.Variable</c>: a reference variable, its initial value, and the Assign that gives it that value.</summary>
internal static class VariableBuilder
{
    public static Builder Variable { get; } = new()
    {
        Names = ["variable", "Variable"],
        Signature = ["initial: tensor", "dtype: type = None", "trainable: bool = true", "shape: shape = None"],
        Expand = Expand,
    };

    private static TensorOperand Expand(Call call)
    {
        call.RefuseRest();
        var dtype = call.Has("dtype") ? call.Attr<DType>("dtype") : DType.None;
        var resolved = Values.Resolve(call.Context, call["initial"]);
        var initial = Values.ToOutput(call.Context, resolved, dtype, "initial_value");
        if (dtype != DType.None && initial.DType != dtype)
            throw WrongDType(call, initial, dtype);
        var shape = Shape(call, initial);
        var variable = call.Context.Add("VariableV2", call.Name, [], call.Origin, ("dtype", initial.DType), ("shape", shape));
        var initializer = call.Context.Add("Assign", call.Below("Assign"), [variable, initial], call.Origin);
        call.Context.Graph.AddVariable(new VariableDeclaration(variable.Node, initializer.Node, call.Attr<bool>("trainable")));
        return call.Result(variable);
    }

    private static Shape Shape(Call call, Output initial)
    {
        if (call.Has("shape"))
            return call.Attr<Shape>("shape");
        return initial.Shape.HasRank
            ? initial.Shape.WithoutNames()
            : throw new GraphRunException(
                ErrorCode.InvalidShape,
                $"initial_value must have a shape specified: {initial}",
                call["initial"].Origin.Span,
                "declare one that fits, shape=[?, 3]");
    }

    private static GraphRunException WrongDType(Call call, Output initial, DType dtype) => new(
        ErrorCode.DTypeMismatch,
        $"Tensor conversion requested dtype {dtype.Name()} for Tensor with dtype {initial.DType.Name()}: {initial}",
        call["initial"].Origin.Span,
        $"give the initial value that dtype, or write cast({initial}, {dtype.Name()})");
}
