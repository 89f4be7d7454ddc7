using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Ops;

/// <summary>The shape rules that many ops share.</summary>
public static class ShapeRules
{
    /// <summary>Every output has the shape of the first input.</summary>
    public static ShapeRule Unchanged { get; } = context =>
    {
        for (var i = 0; i < context.OutputCount; i++)
            context.Output(i, context.Input(0));
    };

    /// <summary>Output i has the shape of input i.</summary>
    public static ShapeRule Respective { get; } = context =>
    {
        for (var i = 0; i < context.OutputCount; i++)
            context.Output(i, context.Input(i));
    };

    /// <summary>All inputs broadcast to one shape (NumPy's rule).</summary>
    public static ShapeRule Broadcast { get; } = context =>
    {
        var shape = context.Input(0);
        for (var i = 1; i < context.InputCount; i++)
            shape = Broadcasting.Combine(shape, context.Input(i));
        context.Output(0, shape);
    };

    /// <summary>Every output is a scalar.</summary>
    public static ShapeRule Scalar { get; } = context =>
    {
        for (var i = 0; i < context.OutputCount; i++)
            context.Output(i, Shape.Scalar);
    };

    /// <summary>There is no output, or nothing is known of its shape.</summary>
    public static ShapeRule Unknown { get; } = _ => { };

    /// <summary>The output has the shape that the attr <c>shape</c> declares.</summary>
    public static ShapeRule Declared { get; } = context => context.Output(0, context.Attrs.Shape("shape"));

    /// <summary>
    /// The first input without the axes that the second input lists; with the attr <c>keep_dims</c> they stay, of size 1. No axes are
    /// no reduction. Named <c>reduction_indices</c> in TensorFlow's Sum and its relatives.
    /// </summary>
    public static ShapeRule Reduction { get; } = context =>
    {
        var shape = context.Input(0);
        var keep = context.Attrs.Bool("keep_dims");
        if (!shape.HasRank || context.Constant(1) is not { } axes)
        {
            context.Output(0, keep && shape.HasRank ? Shape.OfRank(shape.Rank) : Shape.UnknownRank);
            return;
        }

        var reduced = new bool[shape.Rank];
        foreach (var axis in axes.Integers())
            reduced[ShapeContext.Axis(axis, shape.Rank)] = true;
        var dims = new List<long>();
        var names = new List<string?>();
        for (var i = 0; i < shape.Rank; i++)
        {
            if (reduced[i] && !keep)
                continue;
            dims.Add(reduced[i] ? 1 : shape[i]);
            names.Add(reduced[i] ? null : shape.NameOf(i));
        }

        context.Output(0, Shape.Named([.. dims], [.. names]));
    };
}
