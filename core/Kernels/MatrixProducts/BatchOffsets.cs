using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Where the matrices of an operand begin, for each matrix of the result: dims before the last two are broadcast.</summary>
internal static unsafe class BatchOffsets
{
    /// <param name="operand">The operand's shape.</param>
    /// <param name="result">The result's shape, of at least the operand's rank.</param>
    /// <param name="offsets">Receives the offsets, in elements.</param>
    /// <param name="count">The number of matrices in the result.</param>
    public static void Fill(Shape operand, Shape result, long* offsets, long count)
    {
        for (var batch = 0L; batch < count; batch++)
            offsets[batch] = Offset(operand, result, batch);
    }

    private static long Offset(Shape operand, Shape result, long batch)
    {
        var (offset, stride) = (0L, operand[-1] * operand[-2]);
        for (var axis = 3; axis <= operand.Rank; axis++)
        {
            (batch, var index) = Math.DivRem(batch, result[-axis]);
            if (operand[-axis] != 1)
                offset += index * stride;
            stride *= operand[-axis];
        }

        return offset;
    }
}
