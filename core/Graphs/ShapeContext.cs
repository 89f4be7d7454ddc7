using GraphRun.Errors;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>What a shape rule sees of its node: input shapes, attrs, inputs whose values are already known, functions.</summary>
public sealed class ShapeContext
{
    private readonly Node node;
    private readonly ConstantEvaluation constants;
    private readonly ShapeView? view;

    internal ShapeContext(Node node, ConstantEvaluation constants, ShapeView? view = null)
    {
        this.node = node;
        this.constants = constants;
        this.view = view;
    }

    public Attrs Attrs => node.Attrs;

    public int InputCount => node.Inputs.Count;

    public int OutputCount => node.OutputDTypes.Length;

    public Shape Input(int index) => view?.ShapeOf(node.Inputs[index]) ?? node.Inputs[index].Shape;

    public DType InputDType(int index) => node.Inputs[index].DType;

    /// <summary>The value of an input when it follows from constants alone; null when only a run can tell.</summary>
    public Tensor? Constant(int index) => constants.Evaluate(node.Inputs[index]);

    /// <summary>The integers of an input of rank 0 or 1, each as far as known; null when not even their number is known.</summary>
    public PartialElement[]? Elements(int index) => constants.Elements(node.Inputs[index]);

    /// <summary>An input that holds a shape (a vector of sizes, -1 for unknown) as the shape it says.</summary>
    public Shape ConstantShape(int index)
    {
        if (Elements(index) is { } elements)
            return ToShape(elements);
        var length = Input(index) is { Rank: 1 } vector ? vector[0] : Shape.Unknown;
        return length is >= 0 and <= Shape.MaxRank ? Shape.OfRank((int)length) : Shape.UnknownRank;
    }

    /// <summary>The functions that the node calls, in the order of its attrs.</summary>
    public IReadOnlyList<GraphFunction> Functions => node.Functions;

    /// <summary>The node that declares the variable behind a reference or handle; null when only a run can tell.</summary>
    public Node? VariableBehind(int index) => Graph.VariableBehind(node.Inputs[index]);

    /// <summary>Sets the shape of an output. Outputs not set keep an unknown rank.</summary>
    public void Output(int index, Shape shape)
    {
        if (view is null)
            node.OutputShapes[index] = shape;
        else
            view.Set(new Output(node, index), shape);
    }

    /// <summary>The shape of an input, which must have this rank if its rank is known at all; of unknown dims when it is not.</summary>
    /// <exception cref="GraphRunException"><c>Shape must be rank 2 but is rank 1</c></exception>
    public Shape WithRank(int index, int rank)
    {
        var shape = Input(index);
        if (shape.HasRank && shape.Rank != rank)
            throw Error($"Shape must be rank {rank} but is rank {shape.Rank}");
        return shape.HasRank ? shape : Shape.OfRank(rank);
    }

    /// <summary>The shape of an input, which must have at least this rank if its rank is known.</summary>
    public Shape WithRankAtLeast(int index, int rank)
    {
        var shape = Input(index);
        return !shape.HasRank || shape.Rank >= rank ? shape : throw Error($"Shape must be at least rank {rank} but is rank {shape.Rank}");
    }

    /// <summary>The size that two dims have in common; unknown accepts anything.</summary>
    /// <exception cref="GraphRunException"><c>Dimensions must be equal, but are 3 and 4</c></exception>
    public static long Merge(long left, long right) => left == Shape.Unknown || left == right ? right
        : right == Shape.Unknown ? left
        : throw Error($"Dimensions must be equal, but are {left} and {right}");

    /// <summary>The shape that two shapes of one tensor have in common, each unknown dim taken from the other.</summary>
    /// <exception cref="GraphRunException"><c>Shapes must be equal rank, but are 2 and 3</c>, <c>Dimension 0 in both shapes must be equal, but are 2 and 3</c></exception>
    public static Shape Merge(Shape left, Shape right)
    {
        if (!left.HasRank || ReferenceEquals(left, right))
            return right;
        if (!right.HasRank)
            return left;
        if (left.Rank != right.Rank)
            throw Error($"Shapes must be equal rank, but are {left.Rank} and {right.Rank}");
        var dims = new long[left.Rank];
        var names = new string?[left.Rank];
        for (var i = 0; i < dims.Length; i++)
        {
            if (left[i] != right[i] && left[i] != Shape.Unknown && right[i] != Shape.Unknown)
                throw Error($"Dimension {i} in both shapes must be equal, but are {left[i]} and {right[i]}. Shapes are {left} and {right}");
            dims[i] = left[i] != Shape.Unknown ? left[i] : right[i];
            names[i] = left.NameOf(i) ?? right.NameOf(i);
        }

        return Shape.Named(dims, names);
    }

    /// <summary>An axis counted from 0, from one that may be negative.</summary>
    /// <exception cref="GraphRunException"><c>Expected axis in the range [-2, 2), but got 5</c></exception>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Error($"Expected axis in the range [{-rank}, {rank}), but got {axis}");

    /// <summary>The error to throw: the builder adds the node and its input shapes.</summary>
    public static GraphRunException Error(string message) => new(ErrorCode.ShapeMismatch, message);

    private static Shape ToShape(PartialElement[] elements)
    {
        if (elements.Length > Shape.MaxRank)
            throw new GraphRunException(ErrorCode.LimitExceeded, $"a shape of rank {elements.Length} exceeds the largest rank, {Shape.MaxRank}");
        return Shape.Named([.. elements.Select(element => element.Value ?? Shape.Unknown)], [.. elements.Select(element => element.Name)]);
    }
}
