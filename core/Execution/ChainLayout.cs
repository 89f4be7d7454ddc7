using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>How an input of a chain goes with the chain's output, seen as a matrix.</summary>
internal enum OperandPlace
{
    /// <summary>It has the output's elements.</summary>
    Everywhere,

    /// <summary>One element goes with all.</summary>
    Single,

    /// <summary>One row goes with each.</summary>
    Row,

    /// <summary>One element goes with each row.</summary>
    Column,
}

/// <summary>How the output of a chain is cut into blocks, for inputs of given shapes.</summary>
/// <param name="Shape">The output's shape.</param>
/// <param name="Columns">Elements in a row of the output seen as a matrix; the last row may be shorter where no input is a row or a column.</param>
/// <param name="Places">How each input goes with the output.</param>
internal sealed record ChainLayout(Shape Shape, long Columns, OperandPlace[] Places)
{
    /// <summary>Elements per block: a few operands and results of that size fit into the first cache.</summary>
    internal const int BlockLength = 4096;

    /// <summary>Longer rows are cut.</summary>
    internal const int LongestRow = 4096;

    internal long Rows => (Shape.ElementCount + Columns - 1) / Columns;

    /// <summary>Enough rows for a thread to be worth it, and for what is prepared per piece not to show.</summary>
    internal long RowsPerPiece => Math.Max(1, Math.Max(Broadcast.Grain, Shape.ElementCount / (4 * Workers.Count)) / Columns);

    /// <summary>The layout for these input shapes; null when they do not suit blocks, or do not fit each other.</summary>
    internal static ChainLayout? Of(ElementwiseChain chain, Shape[] inputs)
    {
        if (OutputShape(chain, inputs) is not { ElementCount: > 0 } shape)
            return null;
        var columns = chain.Host >= 0 ? shape[-1] : 0;
        var places = new OperandPlace[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (PlaceOf(inputs[i], shape) is not { } place)
                return null;
            places[i] = place.Place;
            if (place.Columns != 0 && columns != 0 && place.Columns != columns)
                return null;
            columns = Math.Max(columns, place.Columns);
        }

        return new ChainLayout(shape, columns == 0 ? Math.Min(BlockLength, shape.ElementCount) : columns, places);
    }

    private static Shape? OutputShape(ElementwiseChain chain, Shape[] inputs)
    {
        var all = new Shape[inputs.Length + chain.Members.Length];
        inputs.CopyTo(all, 0);
        for (var i = 0; i < chain.Members.Length; i++)
        {
            if (chain.Forms[i].Shape(Array.ConvertAll(chain.Operands[i], operand => all[operand])) is not { } shape)
                return null;
            all[inputs.Length + i] = shape;
        }

        return Array.TrueForAll(all[inputs.Length..], shape => shape.Equals(all[^1])) ? all[^1] : null;
    }

    /// <summary>The operand's place, and how long a row must be for it; 0 for any length. Null when it is none of the places.</summary>
    private static (OperandPlace Place, long Columns)? PlaceOf(Shape operand, Shape output)
    {
        if (operand.Equals(output))
            return (OperandPlace.Everywhere, 0);
        if (operand.ElementCount == 1)
            return (OperandPlace.Single, 0);
        var trailing = 1L;
        var fromEnd = 1;
        for (; fromEnd <= operand.Rank && operand[-fromEnd] == output[-fromEnd]; fromEnd++)
            trailing *= output[-fromEnd];
        if (operand.ElementCount == trailing)
            return (OperandPlace.Row, trailing);
        return operand.Rank == output.Rank ? ColumnOf(operand, output) : null;
    }

    private static (OperandPlace Place, long Columns)? ColumnOf(Shape operand, Shape output)
    {
        var leading = 1L;
        for (var axis = 0; axis < operand.Rank && operand[axis] == output[axis]; axis++)
            leading *= output[axis];
        return operand.ElementCount == leading ? (OperandPlace.Column, output.ElementCount / leading) : null;
    }
}
