using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Fisher–Yates from the front, one 32-bit number a swap (<c>core/kernels/random_shuffle_op.cc</c>).</summary>
public static class Shuffling
{
    /// <summary>The blocks that shuffling so many rows consumes: four swaps a block.</summary>
    public static ulong ReservedBlocks(Shape shape) =>
        shape.ElementCount <= 1 || shape[0] <= 1 ? 0 : (ulong)(shape[0] - 1 + 3) / 4;

    /// <summary>The rows of the input, its slices along the first dim, in a random order.</summary>
    public static void Shuffle(Philox generator, Tensor input, Tensor output)
    {
        var rows = (int)input.Shape[0];
        RowCopies.Pick(input, 0, Order(generator, rows), (int)(input.ElementCount / rows), output, 0);
    }

    /// <summary>The order of the rows after the shuffle: row i of the result is row <c>order[i]</c> of the input.</summary>
    public static int[] Order(Philox generator, int rows)
    {
        var order = new int[rows];
        for (var i = 0; i < rows; i++)
            order[i] = i;
        var numbers = new PhiloxStream(generator);
        for (var i = 0; i < rows - 1; i++)
        {
            var other = i + (int)(numbers.Next() % (uint)(rows - i));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
