using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Evenly spaced numbers: Range and LinSpace, and the number one.</summary>
public static class Counting
{
    /// <summary>
    /// How many numbers <c>start, start + delta, ...</c> stand before <paramref name="limit"/>; three scalars of one dtype
    /// (<c>core/kernels/sequence_ops.cc</c>).
    /// </summary>
    /// <exception cref="GraphRunException">
    /// <c>Requires delta != 0: 0</c>, <c>Requires start &lt;= limit when delta &gt; 0: 5/0</c>,
    /// <c>Requires start &gt;= limit when delta &lt; 0: 0/5</c>
    /// </exception>
    public static long RangeLength(Tensor start, Tensor limit, Tensor delta)
    {
        if (start.DType.IsInteger())
            return Length(start.Integer(0), limit.Integer(0), delta.Integer(0));
        var (first, last, step) = (ToDouble(start), ToDouble(limit), ToDouble(delta));
        Require(step > 0, step == 0, first <= last, first >= last, $"{first}/{last}", step.ToString());
        var count = Math.Ceiling(Math.Abs((last - first) / step));
        return count <= int.MaxValue
            ? (long)count
            : throw new GraphRunException(
                ErrorCode.MemoryExceeded, $"range({first}, {last}, {step}) has {count} elements, which is too many");
    }

    /// <summary>Element i is <c>start + i * delta</c>, each operation rounded to the dtype.</summary>
    public static void Range(Tensor start, Tensor delta, Tensor output) =>
        ArithmeticTypes.RunReal(output.DType, new RangeKernel(start, delta, output));

    /// <summary>
    /// Element i is <c>start + i * ((stop - start) / (count - 1))</c>; the last is exactly <paramref name="stop"/>, and one alone is start.
    /// </summary>
    public static void LinSpace(Tensor start, Tensor stop, Tensor output) =>
        ArithmeticTypes.RunReal(output.DType, new LinSpaceKernel(start, stop, output));

    /// <summary>A scalar 1, or true.</summary>
    public static Tensor One(DType dtype)
    {
        var one = Tensor.Allocate(dtype, Shape.Scalar);
        if (dtype == DType.Bool)
            one.Writable<bool>()[0] = true;
        else
            ArithmeticTypes.Run(dtype, new OneKernel(one));
        return one;
    }

    private static long Length(long start, long limit, long delta)
    {
        Require(delta > 0, delta == 0, start <= limit, start >= limit, $"{start}/{limit}", delta.ToString());
        var (distance, step) = delta > 0 ? ((ulong)limit - (ulong)start, (ulong)delta) : ((ulong)start - (ulong)limit, 0 - (ulong)delta);
        return checked((long)((distance / step) + (distance % step == 0 ? 0UL : 1)));
    }

    private static void Require(bool rises, bool stands, bool mayRise, bool mayFall, string ends, string delta)
    {
        if (stands)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"Requires delta != 0: {delta}");
        if (rises && !mayRise)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"Requires start <= limit when delta > 0: {ends}");
        if (!rises && !mayFall)
            throw new GraphRunException(ErrorCode.InvalidArgument, $"Requires start >= limit when delta < 0: {ends}");
    }

    private static double ToDouble(Tensor scalar) => scalar.DType switch
    {
        DType.Float32 => scalar.Value<float>(),
        DType.Float64 => scalar.Value<double>(),
        DType.Float16 => (double)scalar.Value<Half>(),
        _ => (float)scalar.Value<BFloat16>(),
    };

    private readonly struct RangeKernel(Tensor start, Tensor delta, Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var (first, step) = (start.Value<T>(), delta.Value<T>());
            var values = output.Writable<T>();
            for (var i = 0; i < values.Length; i++)
                values[i] = TArithmetic.Add(first, TArithmetic.Multiply(TArithmetic.FromInteger(i), step));
        }
    }

    private readonly struct LinSpaceKernel(Tensor start, Tensor stop, Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T>
        {
            var (first, last) = (start.Value<T>(), stop.Value<T>());
            var values = output.Writable<T>();
            values[0] = first;
            if (values.Length == 1)
                return;
            var step = TArithmetic.Divide(TArithmetic.Subtract(last, first), TArithmetic.FromInteger(values.Length - 1));
            for (var i = 1; i < values.Length - 1; i++)
                values[i] = TArithmetic.Add(first, TArithmetic.Multiply(step, TArithmetic.FromInteger(i)));
            values[^1] = last;
        }
    }

    private readonly struct OneKernel(Tensor output) : IArithmeticKernel
    {
        public void Run<T, TArithmetic>()
            where TArithmetic : struct, IArithmetic<T> => output.Writable<T>()[0] = TArithmetic.One;
    }
}
