using System.Numerics;
using System.Runtime.CompilerServices;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Rows less their mean, divided by their standard deviation, scaled and shifted: each row is read once and stays in the first cache
/// until it is done. Every element goes through the operations of the ops that the form stands for, one by one, so the bits are theirs.
/// </summary>
internal static unsafe class RowNormalization<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private const int ElementsAtOnce = 3072;
    private const long ElementsPerPiece = 16384;

    /// <param name="x">Rows one after the other.</param>
    /// <param name="columns">Elements of a row, from 1 to <see cref="LongestRow"/>.</param>
    /// <param name="epsilon">One element, added to each variance.</param>
    /// <param name="gamma">One factor for each column, or null.</param>
    /// <param name="beta">One summand for each column, or null.</param>
    /// <param name="form">The order of the operations.</param>
    /// <param name="y">As many elements as <paramref name="x"/>; may be the same.</param>
    public static void Run(Tensor x, int columns, Tensor epsilon, Tensor? gamma, Tensor? beta, NormalizationForm form, Tensor y)
    {
        fixed (T* source = x.Values<T>())
        fixed (T* factors = gamma is null ? default : gamma.Values<T>())
        fixed (T* summands = beta is null ? default : beta.Values<T>())
        fixed (T* target = y.Writable<T>())
        {
            var operands = new Operands(source, target, columns, epsilon.Value<T>(), factors, summands);
            var grain = Math.Max(1, ElementsPerPiece / columns);
            switch (form)
            {
                case NormalizationForm.TimesReciprocal:
                    Workers.For(x.ElementCount / columns, grain, new Rows<TimesReciprocal>(operands));
                    break;
                case NormalizationForm.OverRoot:
                    Workers.For(x.ElementCount / columns, grain, new Rows<OverRoot>(operands));
                    break;
                default:
                    Workers.For(x.ElementCount / columns, grain, new Rows<ScaleAndOffset>(operands));
                    break;
            }
        }
    }

    /// <summary>The most columns: what a reduction folds in one piece.</summary>
    public static int LongestRow => 256 * 256 / sizeof(T);

    private interface IForm
    {
        /// <summary>What a row is multiplied with or divided by.</summary>
        static abstract T Scale(T variance);

        /// <param name="x">Elements of a row.</param>
        /// <param name="centered">The same less the mean.</param>
        /// <param name="row">The mean and the scale in every lane.</param>
        /// <param name="gamma">The columns' factors; not looked at where there are none.</param>
        /// <param name="beta">The columns' summands; not looked at where there are none.</param>
        /// <param name="has">Which of both there are.</param>
        static abstract Vector<T> Finish(
            Vector<T> x, Vector<T> centered, (Vector<T> Mean, Vector<T> Scale) row, Vector<T> gamma, Vector<T> beta, (bool Gamma, bool Beta) has);
    }

    private readonly struct Operands(T* x, T* y, int columns, T epsilon, T* gamma, T* beta)
    {
        public readonly T* X = x;
        public readonly T* Y = y;
        public readonly T* Gamma = gamma;
        public readonly T* Beta = beta;
        public readonly int Columns = columns;
        public readonly T Epsilon = epsilon;
    }

    private readonly struct Rows<TForm>(Operands operands) : IRangeBody
        where TForm : struct, IForm
    {
        private readonly Operands operands = operands;

        public void Run(long start, long end)
        {
            var columns = operands.Columns;
            var rowsAtOnce = Math.Max(1, ElementsAtOnce / columns);
            using var centered = new Scratch<T>((long)rowsAtOnce * columns + Vector<T>.Count);
            using var means = new Scratch<T>(rowsAtOnce);
            using var scales = new Scratch<T>(rowsAtOnce);
            for (var row = start; row < end; row += rowsAtOnce)
            {
                var (rows, first) = ((int)Math.Min(rowsAtOnce, end - row), (nint)row * columns);
                Moments(operands.X + first, rows, centered.Pointer, means.Pointer, scales.Pointer);
                for (var i = 0; i < rows; i++)
                {
                    var moments = (new Vector<T>(means.Pointer[i]), new Vector<T>(scales.Pointer[i]));
                    var place = first + i * columns;
                    Finish<TForm>(operands, operands.X + place, centered.Pointer + i * columns, moments, operands.Y + place);
                }
            }
        }

        private void Moments(T* x, int rows, T* centered, T* means, T* scales)
        {
            var (columns, count) = (operands.Columns, T.CreateTruncating(operands.Columns));
            ReductionLanes<T, SumReduction<T>, Unmapped<T>>.Fold(x, columns, rows, means, x + (nint)rows * columns);
            for (var i = 0; i < rows; i++)
            {
                means[i] /= count;
                Center(x + i * columns, means[i], centered + i * columns, columns);
            }

            ReductionLanes<T, SumReduction<T>, Squared<T>>.Fold(centered, columns, rows, scales, centered + (nint)rows * columns);
            for (var i = 0; i < rows; i++)
                scales[i] = TForm.Scale(scales[i] / count + operands.Epsilon);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Center(T* x, T mean, T* centered, int columns)
    {
        var subtrahend = new Vector<T>(mean);
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(Vector.Load(x + i) - subtrahend, centered + i);
        for (; i < columns; i++)
            centered[i] = x[i] - mean;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish<TForm>(Operands operands, T* x, T* centered, (Vector<T> Mean, Vector<T> Scale) row, T* y)
        where TForm : struct, IForm
    {
        var gamma = operands.Gamma;
        var beta = operands.Beta;
        var has = (Gamma: gamma is not null, Beta: beta is not null);
        var i = 0;
        for (; i <= operands.Columns - Vector<T>.Count; i += Vector<T>.Count)
        {
            var factors = has.Gamma ? Vector.Load(gamma + i) : default;
            var summands = has.Beta ? Vector.Load(beta + i) : default;
            Vector.Store(TForm.Finish(Vector.Load(x + i), Vector.Load(centered + i), row, factors, summands, has), y + i);
        }

        if (i == operands.Columns)
            return;
        var left = operands.Columns - i;
        var last = TForm.Finish(
            Pad(x + i, left), Pad(centered + i, left), row, has.Gamma ? Pad(gamma + i, left) : default, has.Beta ? Pad(beta + i, left) : default, has);
        Lanes.Unpad(last, new Span<T>(y + i, left));
    }

    private static Vector<T> Pad(T* values, int count) => Lanes.Pad(new ReadOnlySpan<T>(values, count));

    private readonly struct TimesReciprocal : IForm
    {
        public static T Scale(T variance) => T.One / T.Sqrt(variance);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Finish(
            Vector<T> x, Vector<T> centered, (Vector<T> Mean, Vector<T> Scale) row, Vector<T> gamma, Vector<T> beta, (bool Gamma, bool Beta) has)
        {
            var scaled = centered * row.Scale;
            scaled = has.Gamma ? scaled * gamma : scaled;
            return has.Beta ? scaled + beta : scaled;
        }
    }

    private readonly struct OverRoot : IForm
    {
        public static T Scale(T variance) => T.Sqrt(variance);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Finish(
            Vector<T> x, Vector<T> centered, (Vector<T> Mean, Vector<T> Scale) row, Vector<T> gamma, Vector<T> beta, (bool Gamma, bool Beta) has)
        {
            var scaled = centered / row.Scale;
            scaled = has.Gamma ? scaled * gamma : scaled;
            return has.Beta ? scaled + beta : scaled;
        }
    }

    private readonly struct ScaleAndOffset : IForm
    {
        public static T Scale(T variance) => T.One / T.Sqrt(variance);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<T> Finish(
            Vector<T> x, Vector<T> centered, (Vector<T> Mean, Vector<T> Scale) row, Vector<T> gamma, Vector<T> beta, (bool Gamma, bool Beta) has)
        {
            var scale = has.Gamma ? row.Scale * gamma : row.Scale;
            return x * scale + (beta - row.Mean * scale);
        }
    }
}
