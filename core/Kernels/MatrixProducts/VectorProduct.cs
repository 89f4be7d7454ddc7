using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GraphRun.Kernels;

/// <summary>
/// The product of a float32 matrix, whose elements along the depth are neighbours, with one vector. The sums of four rows share a vector,
/// to
/// which the rows are transposed as they are read; so each is one chain of multiply-adds here as well.
/// </summary>
internal static unsafe class VectorProduct
{
    /// <summary>The fewest rows this is for; so many are worked on at once.</summary>
    public const int LeastRows = 16;

    private const int RowsPerPiece = 64;

    /// <summary>result[i] = sum over k of matrix[i, k] * vector[k].</summary>
    /// <param name="matrix">A column stride of 4 bytes.</param>
    /// <param name="vector">As many neighbouring elements as the depth.</param>
    /// <param name="result">The first result.</param>
    /// <param name="stride">Bytes from a result to the next.</param>
    /// <param name="rows">Rows of the matrix, at least 16.</param>
    /// <param name="depth">Columns of the matrix.</param>
    public static void Run(MatrixView matrix, float* vector, byte* result, nint stride, long rows, int depth)
    {
        var grain = Math.Max(RowsPerPiece, ProductBlocking.WorkPerPiece / depth / LeastRows * LeastRows);
        Workers.For(rows, grain, new Rows(matrix, vector, result, stride, depth));
    }

    private readonly struct Rows(MatrixView matrix, float* vector, byte* result, nint stride, int depth) : IRangeBody
    {
        private readonly float* vector = vector;
        private readonly byte* result = result;

        public void Run(long start, long end)
        {
            var sums = stackalloc float[LeastRows];
            for (var row = start; row < end; row += LeastRows)
            {
                // The last rows are computed together with some before them.
                var first = Math.Max(0, Math.Min(row, end - LeastRows));
                Multiply(matrix.At(first, 0), matrix.RowStride, vector, sums, depth);
                for (var i = row; i < Math.Min(end, first + LeastRows); i++)
                    *(float*)(result + (nint)i * stride) = sums[i - first];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(byte* row, nint stride, float* vector, float* sums, int depth)
    {
        var four = 4 * stride;
        var (s0, s1, s2, s3) = (Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero);
        var k = 0;
        for (; k <= depth - 4; k += 4)
        {
            var x = Vector128.Load(vector + k);
            var a = row + k * sizeof(float);
            s0 = AddFour(a, stride, x, s0);
            s1 = AddFour(a + four, stride, x, s1);
            s2 = AddFour(a + 2 * four, stride, x, s2);
            s3 = AddFour(a + 3 * four, stride, x, s3);
        }

        Vector128.Store(s0, sums);
        Vector128.Store(s1, sums + 4);
        Vector128.Store(s2, sums + 8);
        Vector128.Store(s3, sums + 12);
        for (; k < depth; k++)
        {
            for (var i = 0; i < LeastRows; i++)
                sums[i] = MathF.FusedMultiplyAdd(((float*)(row + i * stride))[k], vector[k], sums[i]);
        }
    }

    // Four steps of four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> AddFour(byte* row, nint stride, Vector128<float> x, Vector128<float> sum)
    {
        var (a, b) = (Vector128.Load((float*)row), Vector128.Load((float*)(row + stride)));
        var (c, d) = (Vector128.Load((float*)(row + 2 * stride)), Vector128.Load((float*)(row + 3 * stride)));
        var (ac, bd) = (Interleaving.Low(a, c), Interleaving.Low(b, d));
        sum = Vector128.FusedMultiplyAdd(Interleaving.Low(ac, bd), Vector128.Create(x[0]), sum);
        sum = Vector128.FusedMultiplyAdd(Interleaving.High(ac, bd), Vector128.Create(x[1]), sum);
        (ac, bd) = (Interleaving.High(a, c), Interleaving.High(b, d));
        sum = Vector128.FusedMultiplyAdd(Interleaving.Low(ac, bd), Vector128.Create(x[2]), sum);
        return Vector128.FusedMultiplyAdd(Interleaving.High(ac, bd), Vector128.Create(x[3]), sum);
    }
}
