using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

internal static partial class VectorMath
{
    /// <summary>The arc sine within 2 ulp; NaN beyond ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Asin(Vector<double> x)
    {
        // Above 1/2: pi/2 - 2 asin(sqrt((1 - |x|) / 2)).
        var magnitude = Vector.Abs(x);
        var isLarge = Vector.GreaterThan(magnitude, Vector.Create(0.5));
        var y = AsinOfSmaller(magnitude, isLarge, out var tail);
        return WithSignOf(Pick(isLarge, Remainder(HalfPi, HalfPiRest, y + y, tail + tail), y + tail), x);
    }

    /// <summary>The arc cosine within 1.5 ulp; NaN beyond ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Acos(Vector<double> x)
    {
        var magnitude = Vector.Abs(x);
        var isLarge = Vector.GreaterThan(magnitude, Vector.Create(0.5));
        var y = AsinOfSmaller(magnitude, isLarge, out var tail);
        var small = Remainder(HalfPi, HalfPiRest, WithSignOf(y, x), Vector.AsVectorDouble(
            Vector.AsVectorInt64(tail) ^ (Vector.AsVectorInt64(x) & Vector.Create(long.MinValue))));
        var negative = Remainder(2 * HalfPi, 2 * HalfPiRest, y + y, tail + tail);
        return Pick(isLarge, Pick(Vector.LessThan(x, Vector<double>.Zero), negative, y + y + (tail + tail)), small);
    }

    /// <summary>The arc tangent within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Atan(Vector<double> x) => WithSignOf(AtanOfQuotient(Vector.Abs(x), Vector<double>.One), x);

    /// <summary>The angle of the point (x, y), from -pi to pi, within 2 ulp; the signs of zeros count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Atan2(Vector<double> y, Vector<double> x)
    {
        var (top, bottom) = (Vector.Abs(y), Vector.Abs(x));
        var infinity = Vector.Create(double.PositiveInfinity);
        var bothInfinite = Vector.Equals(top, infinity) & Vector.Equals(bottom, infinity);
        var bothZero = Vector.Equals(top + bottom, Vector<double>.Zero);
        top = Pick(bothInfinite, Vector<double>.One, top);
        bottom = Pick(bothInfinite | bothZero, Vector<double>.One, bottom);

        // Scaled down where their sum would overflow; what underflows then is nothing beside the other.
        var scale = Pick(Vector.GreaterThan(top + bottom, Vector.Create(1e308)), Vector.Create(0.125), Vector<double>.One);
        var angle = AtanOfQuotient(top * scale, bottom * scale);
        var isLeft = Vector.LessThan(Vector.AsVectorInt64(x), Vector<long>.Zero) & (bothZero | ~Vector.Equals(x, Vector<double>.Zero));
        return WithSignOf(Pick(isLeft, Vector.Create(2 * HalfPi) - (angle - Vector.Create(2 * HalfPiRest)), angle), y);
    }

    /// <summary><c>(turn + turnRest) - (y + tail)</c>, rounded about once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Remainder(double turn, double turnRest, Vector<double> y, Vector<double> tail)
    {
        var difference = Vector.Create(turn) - y;
        var error = Vector.Create(turn) - difference - y;
        return difference + (error + (Vector.Create(turnRest) - tail));
    }

    /// <summary>The arc sine of numbers up to 1/2, or of <c>sqrt((1 - x) / 2)</c> where x is larger: its argument, and the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> AsinOfSmaller(Vector<double> magnitude, Vector<long> isLarge, out Vector<double> tail)
    {
        var half = Vector.Create(0.5) * (Vector<double>.One - magnitude);
        var root = Vector.SquareRoot(half);
        var rootRest = Fma(-root, root, half) / AtLeast(root + root, 1e-300);
        var z = Pick(isLarge, half, magnitude * magnitude);
        var y = Pick(isLarge, root, magnitude);
        var p = Fma(Vector.Create(2.8975399871982298e-2), z, -1.5180586158854074e-2);
        p = Fma(p, z, 1.7618643938665319e-2);
        p = Fma(p, z, 5.3743920367272510e-3);
        p = Fma(p, z, 1.0343008483325226e-2);
        p = Fma(p, z, 1.1475919685449353e-2);
        p = Fma(p, z, 1.3971566161142932e-2);
        p = Fma(p, z, 1.7352367236550755e-2);
        p = Fma(p, z, 2.2372174128105684e-2);
        p = Fma(p, z, 3.0381944104999361e-2);
        p = Fma(p, z, 4.4642857146873563e-2);
        p = Fma(p, z, 7.4999999999980749e-2);
        p = Fma(p, z, 0.16666666666666669);
        tail = Fma(p * z, y, Pick(isLarge, rootRest, Vector<double>.Zero));
        return y;
    }

    /// <summary>The arc tangent of top / bottom, both at least 0 and not both 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> AtanOfQuotient(Vector<double> top, Vector<double> bottom)
    {
        // Turned by pi/2 above tan(3/8 pi), by pi/4 above tan(pi/8), so that a quotient up to tan(pi/8) is left.
        var isSteep = Vector.GreaterThan(top, bottom * Vector.Create(2.414213562373095));
        var isDiagonal = Vector.GreaterThan(top, bottom * Vector.Create(0.41421356237309503)) & ~isSteep;
        var numerator = Pick(isSteep, -bottom, Pick(isDiagonal, top - bottom, top));
        var denominator = Pick(isSteep, top, Pick(isDiagonal, top + bottom, bottom));
        var turn = Pick(isSteep, Vector.Create(HalfPi), Pick(isDiagonal, Vector.Create(HalfPi / 2), Vector<double>.Zero));
        var turnRest = Pick(isSteep, Vector.Create(HalfPiRest), Pick(isDiagonal, Vector.Create(HalfPiRest / 2), Vector<double>.Zero));
        var r = numerator / denominator;
        var z = r * r;
        var p = Fma(Vector.Create(1.5500410761756900e-2), z, -3.3793624103175539e-2);
        p = Fma(p, z, 4.5181653871645706e-2);
        p = Fma(p, z, -5.2222535968185706e-2);
        p = Fma(p, z, 5.8776653085318042e-2);
        p = Fma(p, z, -6.6662978716328036e-2);
        p = Fma(p, z, 7.6922880026533025e-2);
        p = Fma(p, z, -9.0909083988651510e-2);
        p = Fma(p, z, 0.11111111095971218);
        p = Fma(p, z, -0.14285714285527557);
        p = Fma(p, z, 0.19999999999998924);
        p = Fma(p, z, -0.33333333333333331);
        return turn + (r + Fma(p * z, r, turnRest));
    }
}
