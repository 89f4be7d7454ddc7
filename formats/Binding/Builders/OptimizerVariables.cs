using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Formats.Binding.Builders;

/// <summary>Variables that builders add beside those of the file: of the kind of another variable, and not trainable.</summary>
internal static class OptimizerVariables
{
    /// <summary>The name, or the first of <c>name_1</c>, <c>name_2</c>, ... that no node has.</summary>
    public static string UniqueName(GraphBuilder graph, string name)
    {
        var scope = graph.Scope;
        graph.Scope = "";
        var unique = graph.UniqueName(name);
        graph.Scope = scope;
        return unique;
    }

    /// <summary>Makes nodes that wait for nothing, whatever the call has to wait for: what initializers need.</summary>
    public static T Unconditionally<T>(GraphBuilder graph, Func<T> make)
    {
        var controls = graph.ControlInputs;
        graph.ControlInputs = [];
        try
        {
            return make();
        }
        finally
        {
            graph.ControlInputs = controls;
        }
    }

    /// <summary>A variable of the dtype and shape of another, filled with a scalar.</summary>
    public static Output Add(BindingContext context, string name, Output like, Output value, Origin origin)
    {
        var shape = like.Node.Attrs.Shape("shape");
        var variable = Declare(context, name, like, shape, origin);
        var filled = shape.IsScalar
            ? value
            : context.Add("Fill", $"{name}/Fill", [Dims(context, name, like, shape, origin), value], origin);
        Initialize(context, name, variable, filled, origin);
        return variable;
    }

    /// <summary>A variable of the dtype of another, of rank 0.</summary>
    public static Output AddScalar(BindingContext context, string name, Output like, Output value, Origin origin)
    {
        var variable = Declare(context, name, like, Shape.Scalar, origin);
        Initialize(context, name, variable, value, origin);
        return variable;
    }

    /// <summary>A variable of the dtype and shape of another that begins with the same value.</summary>
    public static Output AddCopy(BindingContext context, string name, Output like, Origin origin)
    {
        var variable = Declare(context, name, like, like.Node.Attrs.Shape("shape"), origin);
        Initialize(context, name, variable, Value(context, name, like, origin), origin);
        return variable;
    }

    private static Output Declare(BindingContext context, string name, Output like, Shape shape, Origin origin)
    {
        var op = like.DType == DType.Resource ? "VarHandleOp" : "VariableV2";
        return context.Add(op, name, [], origin, ("dtype", like.Node.Attrs.DType("dtype")), ("shape", shape));
    }

    private static void Initialize(BindingContext context, string name, Output variable, Output value, Origin origin)
    {
        var op = variable.DType == DType.Resource ? "AssignVariableOp" : "Assign";
        var initializer = context.Add(Catalogue.Get(op), $"{name}/Assign", [variable, value], null, origin);
        context.Graph.AddVariable(new VariableDeclaration(variable.Node, initializer, IsTrainable: false));
    }

    /// <summary>The sizes as a constant, or as the variable itself has them when they are not all declared.</summary>
    private static Output Dims(BindingContext context, string name, Output like, Shape shape, Origin origin)
    {
        if (!shape.IsFullyDefined)
            return context.Add("Shape", $"{name}/Shape", [Value(context, name, like, origin)], origin);
        var sizes = new int[shape.Rank];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = checked((int)shape[i]);
        return context.Constant(Tensor.Vector<int>(sizes), $"{name}/shape", origin);
    }

    private static Output Value(BindingContext context, string name, Output like, Origin origin) => like.DType == DType.Resource
        ? context.Add("ReadVariableOp", $"{name}/ReadVariableOp", [like], origin, ("dtype", like.Node.Attrs.DType("dtype")))
        : like;
}
