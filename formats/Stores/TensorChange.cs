using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Formats.Stores;

/// <summary>How much a tensor changed: over the absolute differences of its elements, in float64, in the order of the elements.</summary>
/// <param name="Norm">The square root of the sum of squares.</param>
public readonly record struct TensorChange(double Maximum, double Mean, double Norm)
{
    /// <summary>
    /// Compares element by element. Two NaN differ by 0, one NaN makes the result NaN; bools differ by 0 or 1, complex numbers by the
    /// magnitude of their difference.
    /// </summary>
    /// <returns>Null when dtypes or shapes differ, and for strings, which have no difference.</returns>
    public static TensorChange? Between(Tensor before, Tensor after)
    {
        if (before.DType != after.DType || !before.Shape.Equals(after.Shape))
            return null;
        return before.DType switch
        {
            DType.Float32 => Measure<float>(before, after),
            DType.Float64 => Measure<double>(before, after),
            DType.Float16 => Measure<Half>(before, after),
            DType.BFloat16 => Measure<BFloat16>(before, after, (left, right) => Difference((float)left, (float)right)),
            DType.Int8 => Measure<sbyte>(before, after),
            DType.Int16 => Measure<short>(before, after),
            DType.Int32 => Measure<int>(before, after),
            DType.Int64 => Measure<long>(before, after),
            DType.UInt8 or DType.Bool => Measure<byte>(before, after),
            DType.UInt16 => Measure<ushort>(before, after),
            DType.UInt32 => Measure<uint>(before, after),
            DType.UInt64 => Measure<ulong>(before, after),
            DType.Complex64 => Measure<Complex64>(before, after, (left, right) => Difference(left, right)),
            DType.Complex128 => Measure<Complex>(before, after, Difference),
            _ => null,
        };
    }

    private static TensorChange Measure<T>(Tensor before, Tensor after)
        where T : INumberBase<T> =>
        Measure<T>(before, after, (left, right) => Difference(double.CreateSaturating(left), double.CreateSaturating(right)));

    private static TensorChange Measure<T>(Tensor before, Tensor after, Func<T, T, double> difference)
    {
        var left = before.Values<T>();
        var right = after.Values<T>();
        var (maximum, sum, squares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < left.Length; i++)
        {
            var change = difference(left[i], right[i]);
            maximum = Math.Max(maximum, change);
            sum += change;
            squares += change * change;
        }

        return new TensorChange(maximum, left.Length == 0 ? 0 : sum / left.Length, Math.Sqrt(squares));
    }

    // Equal values first: infinities have no difference otherwise.
    private static double Difference(double left, double right) => left.Equals(right) ? 0 : Math.Abs(left - right);

    private static double Difference(Complex left, Complex right) => left.Equals(right) ? 0 : Complex.Abs(left - right);
}
